package dev.chainrule.request;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Calls with a body that is bound consume JSON only: another content type is refused (415) before the body is read and before parameters
 * are checked.
 */
final class JsonCalls extends RequestMappingHandlerMapping {
    @Override
    protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> controller) {
        var mapping = super.getMappingForMethod(method, controller);
        boolean takesJson = Arrays.stream(method.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(RequestBody.class));
        return mapping != null && takesJson
                ? mapping.mutate().consumes(MediaType.APPLICATION_JSON_VALUE).build()
                : mapping;
    }
}
