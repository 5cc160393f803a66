package dev.chainrule.request;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.Computes;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import dev.chainrule.security.Identity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * Calls controllers within the budgets of memory and computing time.
 *
 * <p>The body of a request in JSON is received completely, a long one into a file. The memory that its tree of nodes takes is reserved, or
 * of a {@link JsonBody}, which is read value by value, that of its texts.
 * Then the body is read and the controller is called, on the request's own thread, or as one of the {@link Computations} if the body is
 * long or the method {@link Computes}. The request's own thread writes the answer, as fast as its client reads it. After that, what the
 * request holds is released.
 */
final class BudgetedHandlerAdapter extends RequestMappingHandlerAdapter {
    private final MemoryBudget memory;
    private final Computations computations;
    private final RequestProperties limits;

    BudgetedHandlerAdapter(MemoryBudget memory, Computations computations, RequestProperties limits) {
        this.memory = memory;
        this.computations = computations;
        this.limits = limits;
    }

    @Override
    protected @Nullable ModelAndView handleInternal(
            HttpServletRequest request, HttpServletResponse response, HandlerMethod method) throws Exception {
        var identity = Identity.of(request);
        try (var caller = new Caller(
                identity.name(), request.getRemoteAddr(), identity::isRevoked,
                () -> ClientConnections.isClosed(request), () -> Admission.leave(request))) {
            return ScopedValue.where(Caller.CURRENT, caller)
                    .call(() -> super.handleInternal(request, new YieldingResponse(response), method));
        }
    }

    @Override
    protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod method) {
        return new BudgetedMethod(method);
    }

    private final class BudgetedMethod extends ServletInvocableHandlerMethod {
        private final boolean takesBody;
        private final boolean takesTree;
        private final boolean computes;

        BudgetedMethod(HandlerMethod method) {
            super(method);
            takesTree = Arrays.stream(getMethodParameters())
                    .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
            takesBody = takesTree || Arrays.stream(getMethodParameters())
                    .anyMatch(parameter -> parameter.getParameterType() == JsonBody.class);
            computes = hasMethodAnnotation(Computes.class);
        }

        @Override
        public @Nullable Object invokeForRequest(
                NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object... provided)
                throws Exception {
            var result = takesBody && hasBody(request) ? takeAndInvoke(request, container, provided)
                    : invoke(request, container, provided, computes);
            if (result instanceof DeferredResponse<?> deferred) {
                result = deferred.get();
            }
            // While the client reads its answer; without room for that, the request keeps its place.
            var _ = memory.reserveToWait();
            if (result instanceof StreamedResponse stream) {
                Caller.current().releaseReservations();
                write(stream, request);
                Optional.ofNullable(container).ifPresent(served -> served.setRequestHandled(true));
                return null;
            }
            return result;
        }

        private static void write(StreamedResponse stream, NativeWebRequest request) throws IOException {
            stream.write(Objects.requireNonNull(
                    request.getNativeResponse(HttpServletResponse.class), "Spring MVC serves servlet requests only"));
        }

        /** Actuator's calls declare a body, but health checks come without one. */
        private static boolean hasBody(NativeWebRequest request) {
            var servletRequest = servletRequest(request);
            return servletRequest.getContentLengthLong() > 0
                    || servletRequest.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        }

        private @Nullable Object takeAndInvoke(
                NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object[] provided)
                throws Exception {
            var servletRequest = servletRequest(request);
            Spool.requireRoomToWait(servletRequest, memory);
            var json = json(servletRequest);
            try (var body = Spool.of(json)) {
                Caller.current().requireValidKey();
                memory.reserveForRequest(takesTree ? json.treeBytes() : json.textBytes(), JsonBody.SEND_LESS);
                var spooled = new ServletWebRequest(
                        new SpooledRequest(servletRequest, body, json.treeBytes()),
                        request.getNativeResponse(HttpServletResponse.class));
                return invoke(spooled, container, provided, computes || body.isLong());
            }
        }

        private static HttpServletRequest servletRequest(NativeWebRequest request) {
            return Objects.requireNonNull(
                    request.getNativeRequest(HttpServletRequest.class), "Spring MVC serves servlet requests only");
        }

        private @Nullable Object invoke(
                NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object[] provided,
                boolean asComputation)
                throws Exception {
            if (!asComputation) {
                return super.invokeForRequest(request, container, provided);
            }
            var attributes = RequestContextHolder.getRequestAttributes();
            return computations.run(() -> {
                RequestContextHolder.setRequestAttributes(attributes);
                return super.invokeForRequest(request, container, provided);
            });
        }
    }

    private JsonSize json(HttpServletRequest request) throws IOException {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Only uploads of datasets may have a Content-Encoding");
        }
        return new JsonSize(LimitedStream.ofBody(request, limits.maxJson().toBytes()));
    }
}
