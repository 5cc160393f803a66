package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** OPTIONS lists the methods that an address does not refuse, and no others. */
@ServiceTest
class OptionsTest {
    private static final String BASE = "/api/v1";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final Api api;
    private final RequestMappingHandlerMapping calls;

    OptionsTest(Api api, @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping calls) {
        this.api = api;
        this.calls = calls;
    }

    private int status(String method, String path) {
        return api.send(api.request(path).method(method, BodyPublishers.noBody())).status();
    }

    @Test
    void optionsListsExactlyTheMethodsThatAreNotRefused() {
        var paths = calls.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> path.startsWith(BASE))
                .map(path -> path.substring(BASE.length())
                        .replaceAll("\\{\\w+:(\\w+)[^}]*}", "$1")
                        .replaceAll("\\{\\w+}", "1"))
                .distinct()
                .toList();

        assertThat(paths).hasSizeGreaterThan(20);
        for (var path : paths) {
            var answer = api.send(api.request(path).method("OPTIONS", BodyPublishers.noBody()));
            var listed = new TreeSet<>(List.of(answer.header("Allow").split(", ?")));
            var served = new TreeSet<>(Set.of("OPTIONS"));
            METHODS.stream().filter(method -> status(method, path) != 405).forEach(served::add);

            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(listed).as(path).isEqualTo(served);
        }
    }

    @Test
    void optionsOfAnUnknownAddressListsNothing() {
        var answer = api.send(api.request("/nothing").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Allow")).isNull();
    }
}
