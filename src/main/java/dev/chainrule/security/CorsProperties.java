package dev.chainrule.security;

import dev.chainrule.problem.RequestId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Which pages of other sites may call the service from browsers.
 *
 * @param allowedOrigins of those pages; empty: none may
 */
@ConfigurationProperties("chainrule.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:\\d+)?|https?://\\[[0-9a-f:.]+](:\\d+)?");

    CorsProperties {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (var origin : allowedOrigins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "chainrule.cors.allowed-origins must be origins such as https://ml.example.org, in lower case,"
                                + " without a path and separated by commas, but has \"" + origin + "\"");
            }
        }
    }

    /** @param origin that a request names; {@code null}: it names none */
    boolean allow(@Nullable String origin) {
        return origin != null && allowedOrigins.contains(origin);
    }

    /** Whatever a page may send: the calls themselves refuse what they do not take, in the form of every problem. */
    CorsConfiguration configuration() {
        var configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(allowedOrigins);
        configuration.setAllowedMethods(List.of(CorsConfiguration.ALL));
        configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        configuration.setExposedHeaders(
                List.of("Allow", "ETag", "Inference-Header-Content-Length", "Location", "Retry-After",
                        "WWW-Authenticate", RequestId.HEADER));
        configuration.setMaxAge(3600L);
        return configuration;
    }
}
