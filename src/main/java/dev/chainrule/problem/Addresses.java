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

    /** Asked for when it is needed: it is made after what handles problems. */
    private final ObjectProvider<RequestMappingHandlerMapping> calls;

    Addresses(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> calls) {
        this.calls = calls;
    }

    /** The address without doubled slashes and without one at its end; empty if there is none in it, or no call without it. */
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
