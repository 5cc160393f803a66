package dev.chainrule.model;

import dev.chainrule.model.Serving.AliasView;
import dev.chainrule.model.Serving.ServesView;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/models/{model}")
class ServingController {
    private final Serving serving;

    ServingController(Serving serving) {
        this.serving = serving;
    }

    @PutMapping("/serving")
    ServesView serve(@PathVariable String model, @RequestBody JsonNode body) {
        return serving.serve(model, body);
    }

    @PutMapping("/aliases/{alias}")
    ResponseEntity<AliasView> point(
            @PathVariable String model, @PathVariable String alias, @RequestBody JsonNode body) {
        var change = serving.point(model, alias, body);
        return ResponseEntity.status(change.isNew() ? HttpStatus.CREATED : HttpStatus.OK).body(change.alias());
    }

    @DeleteMapping("/aliases/{alias}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String model, @PathVariable String alias) {
        serving.delete(model, alias);
    }
}
