package dev.chainrule.imports;

import dev.chainrule.imports.Imports.Imported;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Imports of ONNX files over HTTP. */
@RestController
class ImportController {
    private static final Logger log = LoggerFactory.getLogger(ImportController.class);

    private final Imports imports;

    ImportController(Imports imports) {
        this.imports = imports;
    }

    @PostMapping(path = "/api/v1/models/import", consumes = {
        MediaType.APPLICATION_OCTET_STREAM_VALUE, "application/x-onnx"})
    ResponseEntity<ImportView> importFile(HttpServletRequest request) {
        Imported imported = imports.receive(request);
        var view = imported.view();
        log.info("Model {} version {} imported", view.model(), view.version().version());
        return ResponseEntity
                .created(URI.create("/api/v1/models/" + imported.modelId() + "/versions/" + view.version().version()))
                .body(view);
    }
}
