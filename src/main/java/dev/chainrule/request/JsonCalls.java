package dev.chainrule.request;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Calls with a body that is bound, or read as a {@link JsonBody}, consume JSON only, and calls that name no other type of their answer produce JSON only: another content
 * type (415) or another accepted type (406) is refused before the body is read, before parameters are checked, and before anything is
 * stored.
 */
final class JsonCalls extends RequestMappingHandlerMapping {
    @Override
    protected @Nullable RequestMappingInfo getMappingForMethod(Method method, Class<?> controller) {
        var mapping = super.getMappingForMethod(method, controller);
        if (mapping == null) {
            return null;
        }
        var changed = mapping.mutate();
        if (Arrays.stream(method.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(RequestBody.class)
                        || parameter.getType() == JsonBody.class)) {
            changed.consumes(MediaType.APPLICATION_JSON_VALUE);
        }
        boolean isOfErrors = ErrorController.class.isAssignableFrom(controller);
        if (mapping.getProducesCondition().isEmpty() && method.getReturnType() != void.class && !isOfErrors) {
            changed.produces(MediaType.APPLICATION_JSON_VALUE);
        }
        return changed.build();
    }
}
