package dev.chainrule.problem;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

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

    private boolean hasCall(String address) {
        var path = PathContainer.parsePath(address);
        return calls.getObject().getHandlerMethods().keySet().stream()
                .map(RequestMappingInfo::getPathPatternsCondition)
                .filter(Objects::nonNull)
                .flatMap(condition -> condition.getPatterns().stream())
                .anyMatch(pattern -> pattern.matches(path));
    }
}
