package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * Refuses query parameters that a call does not have, as unknown fields of a body are refused: a misspelt one would change nothing, or too
 * much. Calls that take the request itself check their parameters themselves.
 */
@Component
class UnknownParameters implements HandlerInterceptor, WebMvcConfigurer {
    private static final String MULTIPART = "multipart/";

    /** The query parameters of each call with their types, determined once; empty: the call checks them itself. */
    private final Map<Method, Optional<Map<String, Class<?>>>> known = new ConcurrentHashMap<>();

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            known.computeIfAbsent(method.getMethod(), _ -> known(method)).ifPresent(types -> {
                refuseParts(request);
                check(request, types);
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

    private static void check(HttpServletRequest request, Map<String, Class<?>> known) {
        var faults = new Faults();
        request.getParameterMap().forEach((name, values) -> {
            var at = faults.atParameter(name);
            if (!known.containsKey(name)) {
                at.add(known.isEmpty()
                        ? "is unknown: this call has no query parameters"
                        : "is unknown" + NearestName.hint(name, known.keySet()) + "; known are "
                                + String.join(", ", known.keySet()));
            } else if (values.length > 1) {
                at.add("is given " + values.length + " times: give it once");
            } else if (values[0].isBlank() && known.get(name) != String.class) {
                // Spring would take it for one that is left out.
                at.add("has no value: give one, as in ?" + name + "=…, or leave the parameter out");
            }
        });
        faults.throwIfAny();
    }

    private static Optional<Map<String, Class<?>>> known(HandlerMethod method) {
        var parameters = method.getMethodParameters();
        if (Arrays.stream(parameters).anyMatch(parameter -> parameter.getParameterType() == HttpServletRequest.class)) {
            return Optional.empty();
        }
        var types = new LinkedHashMap<String, Class<?>>();
        for (var parameter : parameters) {
            name(parameter).ifPresent(name -> types.put(name, parameter.getParameterType()));
        }
        return Optional.of(types);
    }

    /** Empty if it is not a query parameter. */
    private static Optional<String> name(MethodParameter parameter) {
        return Optional.ofNullable(parameter.getParameterAnnotation(RequestParam.class))
                .map(RequestParam::name)
                .map(name -> name.isEmpty() ? parameter.getParameter().getName() : name);
    }
}
