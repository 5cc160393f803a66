package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters that a call does not have, as unknown fields of a body are refused: one that is misspelled would change
 * nothing, or too much. Calls that take the request itself look after their parameters themselves.
 */
@Component
class UnknownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private static final String MULTIPART = "multipart/";

    /** The query parameters of each call, found out once; empty: it looks after them itself. */
    private final Map<Method, Optional<List<String>>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            known.computeIfAbsent(method.getMethod(), _ -> known(method)).ifPresent(names -> {
                refuseParts(request);
                check(request, names);
            });
        }
        return true;
    }

    /** Asking for parameters would read all parts, up to the size of the largest upload. */
    private static void refuseParts(HttpServletRequest request) {
        var type = request.getContentType();
        if (type != null && type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length())) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "A multipart body is not supported here: send application/json, or no body where none is needed");
        }
    }

    private static void check(HttpServletRequest request, List<String> known) {
        var faults = new Faults();
        for (var name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                faults.atParameter(name).add(known.isEmpty()
                        ? "is unknown: this call has no query parameters"
                        : "is unknown" + NearestName.hint(name, known) + "; known are " + String.join(", ", known));
            }
        }
        faults.throwIfAny();
    }

    private static Optional<List<String>> known(HandlerMethod method) {
        var parameters = method.getMethodParameters();
        return Arrays.stream(parameters).anyMatch(parameter -> parameter.getParameterType() == HttpServletRequest.class)
                ? Optional.empty()
                : Optional.of(Arrays.stream(parameters).map(UnknownParameters::name).filter(Objects::nonNull).toList());
    }

    /** @return null if it is no query parameter */
    private static String name(MethodParameter parameter) {
        var declared = parameter.getParameterAnnotation(RequestParam.class);
        if (declared == null) {
            return null;
        }
        return declared.name().isEmpty() ? parameter.getParameter().getName() : declared.name();
    }
}
