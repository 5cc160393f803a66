package dev.chainrule.scoring;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.upload.CsvBody;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.model.VersionReference;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.JsonExample;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.request.StreamedResponse;
import dev.chainrule.scoring.Scoring.TableRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.JsonNode;

/** Predictions that are answered as a table. Those that are answered in JSON are of {@code model}. */
@RestController
@RequestMapping("/api/v1/models/{model}/predict")
class ScoringController {
    private final Scoring scoring;
    private final Datasets datasets;
    private final MemoryBudget memory;
    private final DatasetProperties limits;
    private final JsonBinder json;

    ScoringController(
            Scoring scoring, Datasets datasets, MemoryBudget memory, DatasetProperties limits, JsonBinder json) {
        this.scoring = scoring;
        this.datasets = datasets;
        this.memory = memory;
        this.limits = limits;
        this.json = json;
    }

    /**
     * Scores the rows of a CSV file.
     *
     * @param delimiter how to read the file, as for an upload, like the next two
     * @param request of a type for which query parameters that are unknown are still refused
     */
    @PostMapping(consumes = TableFormat.TEXT_CSV, produces = {TableFormat.TEXT_CSV, TableFormat.X_NDJSON})
    StreamedResponse csv(
            @PathVariable String model,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(defaultValue = "false") boolean includeInputs,
            @RequestParam(required = false) @Nullable String delimiter,
            @RequestParam(required = false) @Nullable String header,
            @RequestParam(required = false) @Nullable String missing,
            ServletWebRequest request) {
        var asked = asked(model, version, includeInputs, request);
        var options = new HashMap<String, String>();
        put(options, "delimiter", delimiter);
        put(options, "header", header);
        put(options, "missing", missing);
        return response -> {
            var faults = new Faults();
            try (var body = CsvBody.receive(request.getRequest(), options, memory, limits, faults)) {
                scoring.answer(asked, served -> csv(body, served, faults), response);
            }
        };
    }

    private static void put(Map<String, String> options, String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private InputTable csv(CsvBody body, LoadedVersion version, Faults faults) {
        memory.reserveForRequest(CsvInput.bytes(version), "ask for a smaller model");
        return new CsvInput(body.open(faults), version, faults);
    }

    /** A request to score a dataset: {@code {"dataset": name or id}}. */
    @JsonExample("{\"dataset\": \"xor\"}")
    private record ScoringRequest(@Nullable JsonNode dataset, @Nullable JsonNode rows) {}

    /** Scores the rows of a stored dataset. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = {TableFormat.TEXT_CSV, TableFormat.X_NDJSON})
    StreamedResponse dataset(
            @PathVariable String model,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(defaultValue = "false") boolean includeInputs,
            @RequestBody JsonNode body,
            ServletWebRequest request) {
        var asked = asked(model, version, includeInputs, request);
        var faults = new Faults();
        var name = name(json.bindReadable(body, ScoringRequest.class, faults), faults.at("dataset"));
        faults.throwIfAny();
        return response -> scoring.answer(asked, served -> dataset(name, served, faults.at("dataset")), response);
    }

    private static String name(ScoringRequest request, Faults at) {
        if (request.rows() != null) {
            if (request.dataset() == null) {
                throw new ProblemException(ProblemType.NOT_ACCEPTABLE,
                        "Rows in JSON are answered in JSON: send them with"
                                + " Accept: application/json, or send them as text/csv");
            }
            at.add("must not be given together with rows: send one of them");
        }
        return Optional.ofNullable(request.dataset())
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .orElseGet(() -> {
                    at.add("must be the name or the id of a dataset");
                    return "";
                });
    }

    private InputTable dataset(String name, LoadedVersion version, Faults at) {
        var dataset = at.locating(() -> datasets.find(name));
        memory.reserveForRequest(
                dataset.columnsBytes() + datasets.stream(dataset).bytes(), "upload fewer columns or categories");
        return new DatasetInput(datasets, dataset, version, at);
    }

    private static TableRequest asked(
            String model, @Nullable String version, boolean includeInputs, ServletWebRequest request) {
        return new TableRequest(model, VersionReference.inQuery(version), TableFormat.accepted(request.getRequest()),
                includeInputs);
    }
}
