package dev.chainrule.problem;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page for each kind of problem, at the address that is its {@code type}. */
@RestController
@RequestMapping(path = ProblemPages.PATH, produces = ProblemPages.HTML)
class ProblemPages {
    static final String PATH = "/problems";
    static final String HTML = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8";

    @GetMapping
    String list() {
        return page("Problems", Arrays.stream(ProblemType.values())
                .map(type -> "<p><a href=\"%s\">%s</a> (%d)</p>".formatted(type.uri(), type.title(),
                        type.status().value()))
                .collect(Collectors.joining("\n")));
    }

    @GetMapping("/{slug}")
    String show(@PathVariable String slug) {
        var type = ProblemType.of(slug).orElseThrow(() -> ProblemException.notFound("problem", slug));
        return page(type.title(),
                "<p>Status %d, type <code>%s</code></p>\n<p>%s</p>\n<p><a href=\"%s\">All problems</a></p>"
                        .formatted(type.status().value(), type.uri(), type.explanation(), PATH));
    }

    private static String page(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="UTF-8"><title>%1$s</title></head>
                <body>
                <h1>%1$s</h1>
                %2$s
                </body>
                </html>
                """.formatted(title, content);
    }
}
