package dev.chainrule.problem;

import java.io.IOException;
import java.util.Map;
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
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives the form of a problem to what the web server refuses itself: an address that cannot be decoded, a method that it does not dispatch,
 * a body that it cannot read.
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
        private static final JsonMapper JSON = JsonMapper.builder().build();

        private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?!\\p{XDigit}{2})");
        private static final Pattern ENCODED_SEPARATOR = Pattern.compile("(?i)%(2f|5c|00)");

        /** The methods that some address has. */
        private static final String METHODS = "GET, HEAD, POST, DELETE, OPTIONS";

        /** Called after every request; an error that has no body yet gets one. */
        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            var type = ProblemType.of(status);
            try {
                if (type == ProblemType.METHOD_NOT_ALLOWED) {
                    response.setHeader(HttpHeaders.ALLOW, METHODS);
                }
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getOutputStream().write(JSON.writeValueAsBytes(Map.of(
                        "type", type.uri(),
                        "title", type.title(),
                        "status", status,
                        "detail", said(type, request, failure))));
                response.finishResponse();
            } catch (IOException | IllegalStateException _) {
                // The client is gone, or the answer is being sent: no problem can reach it.
            }
        }

        private static String said(ProblemType type, Request request, @Nullable Throwable failure) {
            return switch (type) {
                case METHOD_NOT_ALLOWED -> request.getMethod() + " is not allowed at any address";
                case TOO_SLOW -> "The body came too slowly: send it faster, or in parts";
                default -> failure instanceof IOException
                        ? "The body was cut off, or its chunks cannot be read"
                        : address(String.valueOf(request.getRequestURI()));
            };
        }

        private static String address(String path) {
            if (BROKEN_ESCAPE.matcher(path).find()) {
                return "The address has a % that two hexadecimal digits do not follow: write a % itself as %25";
            }
            if (ENCODED_SEPARATOR.matcher(path).find()) {
                return "The address has an encoded slash, backslash or zero (%2F, %5C, %00), which no name here has";
            }
            return "The server could not take the request: check its address and its headers";
        }
    }
}
