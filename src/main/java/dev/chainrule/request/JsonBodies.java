package dev.chainrule.request;

import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.UnreadableBody;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/** Gives a controller's method the {@link JsonBody} that it takes. */
final class JsonBodies implements HandlerMethodArgumentResolver {
    private final JsonMapper mapper;
    private final MemoryBudget memory;

    JsonBodies(JsonMapper mapper, MemoryBudget memory) {
        this.mapper = mapper;
        this.memory = memory;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == JsonBody.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter, @Nullable ModelAndViewContainer container, NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var spooled = request.getNativeRequest(SpooledRequest.class);
        if (spooled == null || spooled.body().size() == 0) {
            throw UnreadableBody.missing();
        }
        return new JsonBody(spooled, charset(spooled.getContentType()), mapper, memory);
    }

    private static Charset charset(@Nullable String contentType) {
        return Optional.ofNullable(contentType)
                .map(MediaType::parseMediaType)
                .map(MediaType::getCharset)
                .orElse(StandardCharsets.UTF_8);
    }
}
