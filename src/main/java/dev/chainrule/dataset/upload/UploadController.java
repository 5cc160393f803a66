package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetView;
import dev.chainrule.dataset.Datasets;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Uploads of datasets over HTTP. */
@RestController
@RequestMapping(DatasetView.PATH)
class UploadController {
    private static final Logger log = LoggerFactory.getLogger(UploadController.class);

    private final UploadReader uploads;
    private final Datasets datasets;

    UploadController(UploadReader uploads, Datasets datasets) {
        this.uploads = uploads;
        this.datasets = datasets;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DatasetView> createFromJson(HttpServletRequest request) {
        return created(uploads.json(request, datasets::create));
    }

    @PostMapping(consumes = "text/csv")
    ResponseEntity<DatasetView> createFromCsv(HttpServletRequest request) {
        return created(uploads.csv(request, datasets::create));
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<DatasetView> createFromParts(HttpServletRequest request) {
        return created(uploads.multipart(request, datasets::create));
    }

    private static ResponseEntity<DatasetView> created(Dataset dataset) {
        log.info("Dataset {} uploaded: {} rows, {} columns", dataset.name(), dataset.rowCount(),
                dataset.columns().size());
        return ResponseEntity.created(URI.create(DatasetView.PATH + "/" + dataset.id()))
                .body(DatasetView.of(dataset));
    }
}
