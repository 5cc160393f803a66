package dev.chainrule.security;

import dev.chainrule.budget.Caller;
import dev.chainrule.paging.Page;
import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping(KeyController.PATH)
class KeyController {
    static final String PATH = "/api/v1/keys";

    private final Keys keys;

    KeyController(Keys keys) {
        this.keys = keys;
    }

    @PostMapping
    ResponseEntity<KeyView.CreatedKey> make(@RequestBody JsonNode body) {
        var made = KeyView.CreatedKey.of(keys.make(body, Caller.currentUser()));
        return ResponseEntity.created(URI.create(PATH + "/" + made.view().id()))
                .cacheControl(CacheControl.noStore())
                .body(made);
    }

    /** All on one page: there are few. */
    @GetMapping
    Page<KeyView> list() {
        return new Page<>(keys.list().stream().map(KeyView::of).toList(), null);
    }

    @GetMapping("/{key}")
    KeyView get(@PathVariable("key") String id) {
        return KeyView.of(keys.find(id));
    }

    @DeleteMapping("/{key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable("key") String id) {
        keys.revoke(id, Caller.currentUser());
    }
}
