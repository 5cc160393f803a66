package dev.chainrule;

import static com.atlassian.oai.validator.report.ValidationReport.Level.ERROR;
import static com.atlassian.oai.validator.report.ValidationReport.Level.IGNORE;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;

/** Compares requests of tests, and the service's answers, with {@code openapi.yaml}. */
public final class ContractCheck {
    /** Longer bodies would take too long. */
    private static final int LONGEST = 1 << 20;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    /** Ignored columns of an upload may hold what Python writes, although it is no JSON. */
    private static final String NAN = "Non-standard token 'NaN'";

    /** There is no such operation, which is right if the answer says the same, or redirects to another address. */
    private static final Set<String> ABSENT =
            Set.of("validation.request.path.missing", "validation.request.operation.notAllowed");

    private static final OpenApiInteractionValidator CONTRACT = OpenApiInteractionValidator
            .createForInlineApiSpecification(contract())
            .withLevelResolver(LevelResolver.create()
                    .withLevel("validation.request.parameter.query.unexpected", ERROR)
                    // Calls from the same machine need no key.
                    .withLevel("validation.request.security.missing", IGNORE)
                    .build())
            .withStrictOperationPathMatching()
            .build();

    private ContractCheck() {}

    private static String contract() {
        try {
            return new ClassPathResource("openapi.yaml").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /**
     * Checks an answer, and the request if its answer is a success.
     *
     * @throws AssertionError with every difference from the contract
     */
    static void check(HttpRequest request, HttpResponse<byte[]> answer) {
        if (!METHODS.contains(request.method()) || answer.body().length > LONGEST) {
            return;
        }
        require(request, answer, CONTRACT.validateResponse(
                path(request), Request.Method.valueOf(request.method()), response(answer)).getMessages());
        // A definition that is to be validated may be wrong.
        boolean mayBeWrong = request.uri().getPath().endsWith("/validate");
        if (answer.statusCode() < 300 && !mayBeWrong && isReadable(request)) {
            require(request, answer, CONTRACT.validateRequest(request(request)).getMessages());
        }
    }

    private static void require(HttpRequest request, HttpResponse<byte[]> answer, List<Message> messages) {
        boolean isAbsent = answer.statusCode() == 404 || answer.statusCode() == 405 || answer.statusCode() == 302;
        var differences = messages.stream()
                .filter(message -> message.getLevel() == ERROR)
                .filter(message -> !(isAbsent && ABSENT.contains(message.getKey())))
                .map(ContractCheck::inWords)
                .filter(difference -> !difference.contains(NAN))
                .distinct()
                .toList();
        if (!differences.isEmpty()) {
            throw new AssertionError("openapi.yaml differs from " + request.method() + " " + request.uri()
                    + ", answered "
                    + answer.statusCode() + ":\n  " + String.join("\n  ", differences) + "\nThe answer: "
                    + new String(answer.body(), 0, Math.min(2000, answer.body().length), StandardCharsets.UTF_8));
        }
    }

    private static String inWords(Message message) {
        var place = message.getContext()
                .flatMap(context -> context.getPointers())
                .map(pointers -> pointers.getInstance() + ": ")
                .orElse("");
        var nested = message.getNestedMessages().stream().map(ContractCheck::inWords).collect(Collectors.joining("; "));
        return place + message.getMessage() + (nested.isEmpty() ? "" : " (" + nested + ")");
    }

    private static SimpleResponse response(HttpResponse<byte[]> answer) {
        var response = SimpleResponse.Builder.status(answer.statusCode());
        answer.headers().map().forEach(response::withHeader);
        return (answer.body().length == 0 ? response : response.withBody(answer.body())).build();
    }

    /** The contract has one of the two spellings of the protocol's root. */
    private static String path(HttpRequest request) {
        var path = request.uri().getRawPath();
        return path.equals("/v2/") ? "/v2" : path;
    }

    private static SimpleRequest request(HttpRequest sent) {
        var request = new SimpleRequest.Builder(sent.method(), path(sent));
        sent.headers().map().forEach(request::withHeader);
        if (sent.uri().getPath().endsWith("/infer") && sent.headers().firstValue("Content-Type").isEmpty()) {
            // Which of its two types the body has does not depend on the header, and the validator needs it.
            var length = sent.headers().firstValue("Inference-Header-Content-Length");
            request.withHeader("Content-Type", length.isEmpty() ? "application/json" : "application/octet-stream");
        }
        query(sent.uri().getRawQuery()).forEach(request::withQueryParam);
        sent.bodyPublisher().map(ContractCheck::bytes).filter(body -> body.length > 0).ifPresent(request::withBody);
        return request.build();
    }

    private static Map<String, List<String>> query(String query) {
        return query == null ? Map.of()
                : Arrays.stream(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.groupingBy(
                                pair -> decoded(pair[0]), LinkedHashMap::new,
                                Collectors.mapping(pair -> pair.length < 2 ? "" : decoded(pair[1]),
                                        Collectors.toList())));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Whether the body can be read once more, and is not compressed. */
    private static boolean isReadable(HttpRequest request) {
        long length = request.bodyPublisher().map(BodyPublisher::contentLength).orElse(0L);
        return length >= 0 && length <= LONGEST && !isEncoded(request.headers());
    }

    private static boolean isEncoded(HttpHeaders headers) {
        return Stream.of("Content-Encoding", "Transfer-Encoding")
                .anyMatch(name -> headers.firstValue(name).isPresent());
    }

    /** The bytes that a publisher has at hand. */
    private static byte[] bytes(BodyPublisher publisher) {
        var all = HttpResponse.BodySubscribers.ofByteArray();
        publisher.subscribe(new Flow.Subscriber<ByteBuffer>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                all.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                all.onNext(List.of(bytes));
            }

            @Override
            public void onError(Throwable failure) {
                all.onError(failure);
            }

            @Override
            public void onComplete() {
                all.onComplete();
            }
        });
        return all.getBody().toCompletableFuture().join();
    }
}
