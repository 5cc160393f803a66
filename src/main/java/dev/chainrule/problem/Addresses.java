package dev.chainrule.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** The addresses that calls have. */
@Component
class Addresses {
    private static final Pattern EXTRA_SLASHES = Pattern.compile("(?<=/)/+|(?<=.)/+$");

    /** Looked up on first use: it is created after the problem handler. */
    private final ObjectProvider<RequestMappingHandlerMapping> calls;

    Addresses(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> calls) {
        this.calls = calls;
    }

    /** The address without doubled or trailing slashes; empty if it has none, or if no call has the resulting address. */
    Optional<String> withoutExtraSlashes(String asked) {
        return Optional.of(EXTRA_SLASHES.matcher(asked).replaceAll(""))
                .filter(address -> !address.equals(asked) && hasCall(address));
    }

    /** The address of a call that differs from this one in one misspelt part. */
    Optional<String> nearest(String asked) {
        var parts = List.of(asked.split("/", -1));
        for (int i = 1; i < parts.size(); i++) {
            int misspelt = i;
            var known = patterns()
                    .map(pattern -> List.of(pattern.getPatternString().split("/", -1)))
                    .filter(pattern -> isCallBut(misspelt, parts, pattern))
                    .map(pattern -> pattern.get(misspelt))
                    .distinct()
                    .toList();
            var meant = NearestName.of(parts.get(misspelt), known);
            if (meant.isPresent()) {
                var corrected = new ArrayList<>(parts);
                corrected.set(misspelt, meant.get());
                return Optional.of(String.join("/", corrected));
            }
        }
        return Optional.empty();
    }

    /** Whether all parts but one are those of the pattern, which has a fixed name for that one. */
    private static boolean isCallBut(int misspelt, List<String> parts, List<String> pattern) {
        return pattern.size() == parts.size() && !isVariable(pattern.get(misspelt))
                && IntStream.range(0, parts.size())
                        .filter(i -> i != misspelt)
                        .allMatch(i -> isVariable(pattern.get(i)) || pattern.get(i).equals(parts.get(i)));
    }

    private static boolean isVariable(String part) {
        return part.contains("{") || part.contains("*");
    }

    private boolean hasCall(String address) {
        var path = PathContainer.parsePath(address);
        return patterns().anyMatch(pattern -> pattern.matches(path));
    }

    private Stream<PathPattern> patterns() {
        return calls.getObject().getHandlerMethods().keySet().stream()
                .map(RequestMappingInfo::getPathPatternsCondition)
                .filter(Objects::nonNull)
                .flatMap(condition -> condition.getPatterns().stream());
    }
}
