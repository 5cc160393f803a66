package dev.chainrule.contract;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ContractController {
    private final Contract contract;

    ContractController(Contract contract) {
        this.contract = contract;
    }

    @GetMapping(path = "/openapi.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    ResponseEntity<byte[]> yaml() {
        return answer(contract.yaml());
    }

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> json() {
        return answer(contract.json());
    }

    /** A request with the ETag is answered 304. */
    private static ResponseEntity<byte[]> answer(Contract.ContractDocument document) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).eTag(document.etag()).body(document.bytes());
    }
}
