package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.DatasetDraft;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads uploads of every form. */
@Component
public class DraftReader {
    private final DatasetProperties limits;
    private final Datasets datasets;

    public DraftReader(DatasetProperties limits, Datasets datasets) {
        this.limits = limits;
        this.datasets = datasets;
    }

    /**
     * Reads a dataset that is part of another document.
     *
     * @param faults those of this part of the document; they may hold others already
     * @throws ProblemException (422) if it is invalid, with all faults
     */
    public DatasetDraft json(JsonNode node, Faults faults) {
        return json(JsonText.of(node), Optional.empty(), faults);
    }

    /** @param name given by an option of the upload; the document must not give another one */
    DatasetDraft json(JsonText text, Optional<String> name, Faults faults) {
        var outline = JsonOutline.read(text, faults, limits);
        if (name.isPresent() && outline.name().isPresent()) {
            faults.add("name", "is also given as an option of the upload: give it once");
            faults.throwIfAny();
        }
        return Profiler.draft(name.or(outline::name), outline.source(text, datasets), limits);
    }

    DatasetDraft csv(Upload upload, Charset charset, CsvOptions options, Faults faults) {
        var source = CsvSource.open(upload, charset, options, faults, limits);
        return Profiler.draft(options.name(), source, limits);
    }

    DatasetDraft images(Upload images, Upload labels, Optional<String> name, Faults faults) {
        return Profiler.draft(name, new IdxSource(images, labels, faults, limits), limits);
    }
}
