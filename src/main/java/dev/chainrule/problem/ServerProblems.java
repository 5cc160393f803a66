package dev.chainrule.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives the form of a problem to what the web server refuses itself: a request line or a header that it cannot read, an address that it
 * does not take, a method that it does not dispatch, a body that is cut off.
 */
@Configuration(proxyBeanMethods = false)
class ServerProblems {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverProblemReport() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(Report.class.getName());
            }
        });
    }

    /** Public, because Tomcat creates it by its name. */
    public static final class Report extends ErrorReportValve {
        private static final JsonMapper JSON =
                JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

        /** Called after every request whose answer is not sent yet; a refusal that has no body gets one. */
        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0) {
                return;
            }
            // False if the answer only has an error's status, as Actuator's for a part of the health that does not exist.
            var _ = response.setErrorReported();
            var refusal = Refusal.of(response.getStatus(), request, failure);
            try {
                var answer = ErrorAnswer.of(refusal.type(), refusal.detail(), List.of(), request);
                response.setStatus(answer.status().value());
                switch (refusal.type()) {
                    case METHOD_NOT_ALLOWED -> response.setHeader(HttpHeaders.ALLOW, Refusal.METHODS);
                    case UNAVAILABLE -> response.setHeader(HttpHeaders.RETRY_AFTER, "1");
                    default -> {} // These have no header of their own.
                }
                BrowserHeaders.write(response);
                response.setHeader(RequestId.HEADER, RequestId.of(request));
                response.setContentType(answer.mediaType().toString());
                response.getOutputStream().write(JSON.writeValueAsBytes(answer.body()));
                response.finishResponse();
            } catch (IOException | IllegalStateException _) {
                // The client is gone, or the answer is being sent: no problem can reach it.
            }
        }
    }

    /** What the web server refused, in the caller's terms. Its exceptions tell the part of the request; their messages are not repeated. */
    private record Refusal(ProblemType type, String detail) {
        /** The methods that some address has. */
        static final String METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

        private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?!\\p{XDigit}{2})");
        private static final Pattern ENCODED_SEPARATOR = Pattern.compile("(?i)%(2f|5c|00)");

        static Refusal of(int status, Request request, @Nullable Throwable failure) {
            return switch (status) {
                case HttpServletResponse.SC_NOT_FOUND ->
                    new Refusal(ProblemType.NOT_FOUND, "There is nothing at " + request.getRequestURI());
                case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> methodNotAllowed(request);
                case HttpServletResponse.SC_NOT_IMPLEMENTED -> "CONNECT".equals(request.getMethod())
                        ? methodNotAllowed(request)
                        : malformed(
                                "Transfer-Encoding must be chunked, or left out if Content-Length has the body's length");
                case HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED ->
                    malformed("The request must be of HTTP/1.1 or HTTP/1.0");
                case HttpServletResponse.SC_EXPECTATION_FAILED -> malformed("Expect must be 100-continue, or left out");
                case HttpServletResponse.SC_REQUEST_TIMEOUT ->
                    new Refusal(ProblemType.TOO_SLOW, "The body came too slowly: send it faster, or in parts");
                case HttpServletResponse.SC_SERVICE_UNAVAILABLE ->
                    new Refusal(ProblemType.UNAVAILABLE, "The service is stopping: try again later");
                default -> status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                        ? new Refusal(ProblemType.of(status), unreadable(request, failure))
                        : new Refusal(ProblemType.INTERNAL, ProblemHandler.unexpected(request));
            };
        }

        private static Refusal methodNotAllowed(Request request) {
            return new Refusal(ProblemType.METHOD_NOT_ALLOWED, request.getMethod() + " is not allowed at any address");
        }

        private static Refusal malformed(String detail) {
            return new Refusal(ProblemType.MALFORMED, detail);
        }

        private static String unreadable(Request request, @Nullable Throwable failure) {
            return switch (failure) {
                case IOException _ -> "The body was cut off, or its chunks cannot be read";
                case IllegalStateException _ -> "The request has too many headers: it may have 100";
                case IllegalArgumentException _ when !hasRequestLine(request.getCoyoteRequest()) ->
                    "The request line cannot be read: it must be a method, an address and HTTP/1.1, with one space between them and 8 KB"
                            + " at most; characters such as { | } and ä must be percent-encoded";
                case IllegalArgumentException _ ->
                    "The headers cannot be read: each must be a name, a colon and a value without control characters, Host the name of a"
                            + " host, and all of them together may have 8 KB";
                case null, default -> address(String.valueOf(request.getRequestURI()));
            };
        }

        /** Tomcat sets what it has read of a request line before it refuses the rest. */
        private static boolean hasRequestLine(org.apache.coyote.Request request) {
            return !request.requestURI().isNull() && !request.protocol().isNull();
        }

        private static String address(String path) {
            if (BROKEN_ESCAPE.matcher(path).find()) {
                return "The address has a % that two hexadecimal digits do not follow: write a % itself as %25";
            }
            if (ENCODED_SEPARATOR.matcher(path).find()) {
                return "The address has an encoded slash, backslash or zero (%2F, %5C, %00), which no name here has";
            }
            return "The address or a header is not valid: there must be one Host, no more than one Content-Length, which is a number, and"
                    + " no .. in the address that leads above /";
        }
    }
}
