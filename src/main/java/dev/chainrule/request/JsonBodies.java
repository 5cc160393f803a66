package dev.chainrule.request;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Holds every body that Spring reads for a controller to the limit of JSON bodies. */
@ControllerAdvice
class JsonBodies extends RequestBodyAdviceAdapter {
    private final RequestProperties limits;

    JsonBodies(RequestProperties limits) {
        this.limits = limits;
    }

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        var headers = message.getHeaders();
        if (!headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream().allMatch("identity"::equalsIgnoreCase)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Only uploads of datasets may have a Content-Encoding");
        }
        return new Limited(
                LimitedBody.of(
                        message.getBody(), headers.getContentLength(), limits.maxJson().toBytes()),
                headers);
    }

    private record Limited(InputStream getBody, HttpHeaders getHeaders) implements HttpInputMessage {}
}
