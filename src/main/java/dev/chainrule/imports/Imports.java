package dev.chainrule.imports;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.content.ContentStore;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.model.TrainingResult;
import dev.chainrule.model.Versions;
import dev.chainrule.model.definition.LayeredModel;
import dev.chainrule.model.definition.ModelDefinition;
import dev.chainrule.model.definition.ModelProperties;
import dev.chainrule.network.Loss;
import dev.chainrule.network.Network;
import dev.chainrule.preprocessing.Preprocessing;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.LimitedStream;
import dev.chainrule.request.Spool;
import dev.chainrule.request.Submissions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;

/** Receives ONNX files, reads them and stores what they hold as versions of models. */
@Service
class Imports {
    /** What a column takes as an encoder and as JSON. */
    private static final long COLUMN = 1024;

    /** What one array can hold. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** Chunks in memory while the parameters are written: here, in the driver and in the database. */
    private static final long WRITING = 4L * ContentStore.CHUNK_BYTES;

    private static final String REMEDY = "send a smaller file";

    private final Models models;
    private final Versions versions;
    private final Submissions submissions;
    private final Computations computations;
    private final MemoryBudget memory;
    private final Recognition recognition;
    private final ImportProperties limits;
    private final ModelProperties modelLimits;
    private final int longestName;

    Imports(
            Models models, Versions versions, Submissions submissions, Computations computations, MemoryBudget memory,
            Compute compute, ImportProperties limits, ModelProperties modelLimits, DatasetProperties datasetLimits) {
        this.models = models;
        this.versions = versions;
        this.submissions = submissions;
        this.computations = computations;
        this.memory = memory;
        this.recognition = new Recognition(new Elementwise(compute));
        this.limits = limits;
        this.modelLimits = modelLimits;
        this.longestName = datasetLimits.maxTextLength();
    }

    record Imported(UUID modelId, ImportView view) {}

    /**
     * The request's own thread receives the body, then a computation reads and stores it.
     *
     * @throws ProblemException (400, 413, 422) if the file cannot be read, (409) if the named model differs from it
     */
    Imported receive(HttpServletRequest request) {
        var faults = new Faults();
        var options = ImportOptions.of(request.getParameterMap(), longestName, faults);
        faults.throwIfAny();
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the file as it is, without a Content-Encoding");
        }
        if (!memory.reserveToWait()) {
            throw ProblemException.unavailable("Too many requests send or wait: try again later");
        }
        try (var spool = Spool.of(LimitedStream.ofBody(request, Math.min(limits.maxUpload().toBytes(), LONGEST)))) {
            // The key may have been revoked while the body came.
            Caller.current().requireValidKey();
            return computations.run(() -> store(network(spool, options), options));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void reserve(long bytes) {
        memory.reserveForRequest(bytes, REMEDY);
    }

    private ForeignNetwork network(Spool spool, ImportOptions options) throws IOException {
        reserve(spool.size() + Allowance.bytes(spool.size()));
        var bytes = new byte[Math.toIntExact(spool.size())];
        try (var in = spool.open()) {
            in.readNBytes(bytes, 0, bytes.length);
        }
        var graph = GraphReader.read(ByteBuffer.wrap(bytes));
        return new NetworkReader(graph, recognition, modelLimits, this::reserve)
                .read(ChosenOutput.of(graph, options.output()));
    }

    private Imported store(ForeignNetwork foreign, ImportOptions options) {
        reserve(COLUMN * ((long) foreign.input().width() + foreign.layers().getLast().units()));
        var present = options.name().flatMap(models::findIfPresent);
        present.ifPresent(model -> reserve(models.bytesToRead(model)));
        var imported = new ImportedModel(
                foreign, options,
                options.loss().or(() -> present.flatMap(this::loss).filter(loss -> ImportedModel.fits(loss, foreign))),
                modelLimits, longestName);
        var definition = imported.definition();
        var preprocessing = imported.preprocessing();
        reserve(definition.footprint(preprocessing.inputs()).atRest() + WRITING);
        var network = definition.of(preprocessing, new ParameterRows(foreign.layers(), definition.precision()));
        return submissions.once(
                Optional.empty(), "", _ -> Optional.empty(),
                () -> publish(options.name(), definition, preprocessing, network));
    }

    private Optional<Loss> loss(Model model) {
        return models.definition(model) instanceof LayeredModel layers ? Optional.of(layers.loss()) : Optional.empty();
    }

    private Imported publish(
            Optional<String> name, LayeredModel definition, Preprocessing preprocessing, Network network) {
        var present = name.flatMap(models::lockIfPresent);
        present.ifPresent(model -> requireSame(model, models.definition(model), definition));
        var model = present.orElseGet(() -> models.findOrCreate(name, definition));
        var published = versions.publish(
                model.id(), TrainingResult.imported(Caller.currentUser(), network, preprocessing));
        return new Imported(
                model.id(), new ImportView(model.name(), versions.view(model, published.version())));
    }

    private static void requireSame(Model model, ModelDefinition present, LayeredModel file) {
        DefinitionDifference.of(present, file).ifPresent(difference -> {
            throw ProblemException.conflict("The model \"" + model.name() + "\" differs from the file: " + difference
                    + ": choose another name, or leave it out");
        });
    }
}
