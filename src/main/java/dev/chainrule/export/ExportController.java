package dev.chainrule.export;

import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.model.VersionReference;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonName;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** A version as a file for other programs. */
@RestController
@RequestMapping("/api/v1/models/{model}/versions/{version}/export")
class ExportController {
    private final Exports exports;
    private final Computations computations;
    private final MemoryBudget memory;

    ExportController(Exports exports, Computations computations, MemoryBudget memory) {
        this.exports = exports;
        this.computations = computations;
        this.memory = memory;
    }

    @GetMapping(produces = {MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE})
    void export(
            @PathVariable String model, @PathVariable String version,
            @RequestParam(required = false) @Nullable String format,
            @RequestParam(required = false) @Nullable String inputs,
            ServletWebRequest request, HttpServletResponse response) throws IOException {
        var faults = new Faults();
        var wantedFormat = choice("format", format, ExportFormat.ONNX, faults);
        var wantedForm = choice("inputs", inputs, InputForm.COLUMNS, faults);
        if (inputs != null && wantedFormat == ExportFormat.JSON) {
            faults.atParameter("inputs")
                    .add("is for format=onnx only: a file in JSON has the preprocessing and the network");
        }
        faults.throwIfAny();
        var reference = VersionReference.inPath(model, version);
        var file = computations.run(() -> exports.file(model, reference, wantedFormat, wantedForm));
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
        if (request.checkNotModified("\"" + file.sha256() + "\"")) {
            return;
        }
        response.setContentType(file.format().mediaType());
        response.setContentLengthLong(file.bytes());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(file.name()).build().toString());
        if (!HttpMethod.HEAD.equals(request.getHttpMethod())) {
            // While the client reads; without room for that, the request keeps its place.
            var _ = memory.reserveToWait();
            file.writeTo(response.getOutputStream());
        }
    }

    private static <E extends Enum<E>> E choice(String parameter, @Nullable String text, E otherwise, Faults faults) {
        return Optional.ofNullable(text)
                .flatMap(given -> faults.atParameter(parameter)
                        .choice(given, otherwise.getDeclaringClass(), JsonName::of))
                .orElse(otherwise);
    }
}
