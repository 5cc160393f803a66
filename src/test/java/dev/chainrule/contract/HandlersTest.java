package dev.chainrule.contract;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract has the operations of the service and no others, with their parameters and media types. */
@ServiceTest
class HandlersTest {
    /** Served by a view, or by the handler of {@code /actuator/health/{path}}. */
    private static final Set<String> WITHOUT_HANDLER = Set.of(
            "GET /swagger-ui/", "GET /actuator/health/liveness", "GET /actuator/health/readiness");

    /** The same as the operation without the slash. */
    private static final Set<String> WITHOUT_OPERATION = Set.of("GET /v2/");

    /** Take a body of any type, and read it as one of these. */
    private static final Set<String> TAKING_ANY_TYPE = Set.of(
            "POST /v2/models/{model}/infer", "POST /v2/models/{model}/versions/{version}/infer");

    private static final Set<String> TYPES_OF_TENSORS = Set.of("application/json", "application/octet-stream");

    /** Headers that Spring or a reader of bodies takes, not a handler. */
    private static final Set<String> HEADERS_OF_HTTP = Set.of("header If-None-Match", "header Content-Encoding");

    /** Reads its parameters from the request itself. */
    private static final String UPLOAD = "POST /api/v1/datasets";
    private static final String IMPORT = "POST /api/v1/models/import";

    private static final Pattern OPTIONS = Pattern.compile("is (?:not a known option|unknown); known are (.+)");

    private final Api api;
    private final JsonNode contract;
    private final Collection<RequestMappingInfoHandlerMapping> mappings;

    HandlersTest(
            Api api, Contract contract, JsonMapper json, Collection<RequestMappingInfoHandlerMapping> mappings) {
        this.api = api;
        this.contract = json.readTree(contract.json().bytes());
        this.mappings = mappings;
    }

    private record Handler(RequestMappingInfo mapping, HandlerMethod method) {
        boolean isOfActuator() {
            return mapping.getPatternValues().iterator().next().startsWith("/actuator");
        }

        /** As in {@code query limit}. */
        Stream<String> parameters() {
            return Arrays.stream(method.getMethodParameters()).flatMap(Handler::name);
        }

        private static Stream<String> name(MethodParameter parameter) {
            parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
            var path = parameter.getParameterAnnotation(PathVariable.class);
            if (path != null) {
                return Stream.of("path " + named(path.name(), parameter));
            }
            var query = parameter.getParameterAnnotation(RequestParam.class);
            if (query != null) {
                return Stream.of("query " + named(query.name(), parameter));
            }
            var header = parameter.getParameterAnnotation(RequestHeader.class);
            return header == null ? Stream.of() : Stream.of("header " + named(header.name(), parameter));
        }

        private static String named(String name, MethodParameter parameter) {
            return name.isEmpty() ? parameter.getParameterName() : name;
        }
    }

    /** The handlers of each operation, as in {@code GET /api/v1/jobs/{job}}. */
    private Map<String, List<Handler>> handlers() {
        var handlers = new TreeMap<String, List<Handler>>();
        for (var mapping : mappings) {
            mapping.getHandlerMethods().forEach((info, method) -> {
                for (var path : info.getPatternValues()) {
                    for (var verb : info.getMethodsCondition().getMethods()) {
                        handlers.computeIfAbsent(verb + " " + plain(path), _ -> new ArrayList<>())
                                .add(new Handler(info, method));
                    }
                }
            });
        }
        handlers.keySet().removeAll(WITHOUT_OPERATION);
        return handlers;
    }

    /** Without the patterns of variables. */
    private static String plain(String path) {
        return path.replace("/**", "/{path}").replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        contract.path("paths").forEachEntry((path, methods) -> methods.forEachEntry((method, operation) -> {
            if (!method.equals("parameters")) {
                operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation);
            }
        }));
        return operations;
    }

    private Set<String> parameters(String operation) {
        var path = operation.substring(operation.indexOf(' ') + 1);
        return Stream.of(contract.path("paths").path(path), operations().get(operation))
                .flatMap(node -> node.path("parameters").valueStream())
                .map(this::resolved)
                .map(parameter -> parameter.path("in").asString() + " " + parameter.path("name").asString())
                .filter(parameter -> !HEADERS_OF_HTTP.contains(parameter))
                .collect(toCollection(TreeSet::new));
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : contract.at(reference.substring(1));
    }

    @Test
    void everyHandlerIsAnOperationAndEveryOperationHasAHandler() {
        var operations = new TreeSet<>(operations().keySet());
        operations.removeAll(WITHOUT_HANDLER);

        assertThat(operations).hasSizeGreaterThan(40).isEqualTo(handlers().keySet());
    }

    @Test
    void handlersAndOperationsHaveTheSameParameters() {
        handlers().forEach((operation, handlers) -> {
            if (operation.equals(UPLOAD) || operation.equals(IMPORT)
                    || handlers.stream().anyMatch(Handler::isOfActuator)) {
                return;
            }
            assertThat(parameters(operation))
                    .as(operation)
                    .isEqualTo(handlers.stream()
                            .flatMap(Handler::parameters)
                            // A method may have a second path, with a variable more.
                            .filter(name -> !name.startsWith("path ")
                                    || operation.contains("{" + name.substring("path ".length()) + "}"))
                            .collect(toCollection(TreeSet::new)));
        });
    }

    /** An unknown option is answered with those that the upload knows. */
    @Test
    void uploadKnowsTheQueryParametersOfItsOperation() {
        requireKnown(UPLOAD, api.post("/datasets?unheard-of=1", "text/csv", BodyPublishers.ofString("x,y\n1,2\n")));
    }

    @Test
    void importKnowsTheQueryParametersOfItsOperation() {
        requireKnown(IMPORT, api.post("/models/import?unheard-of=1", "application/octet-stream",
                BodyPublishers.ofString("x")));
    }

    private void requireKnown(String operation, Api.Answer refused) {
        var options = OPTIONS.matcher(refused.body().at("/errors/0/detail").asString());
        assertThat(options.matches()).as(refused.body().toString()).isTrue();
        assertThat(Stream.of(options.group(1).split(", ")).map(option -> "query " + option))
                .containsExactlyInAnyOrderElementsOf(parameters(operation));
    }

    @Test
    void handlersAndOperationsTakeTheSameMediaTypes() {
        handlers().forEach((operation, handlers) -> {
            var consumed = handlers.stream()
                    .flatMap(handler -> handler.mapping.getConsumesCondition().getConsumableMediaTypes().stream())
                    .filter(_ -> handlers.stream().noneMatch(Handler::isOfActuator))
                    .map(MediaType::toString)
                    .collect(toCollection(TreeSet::new));
            var content = operations().get(operation).path("requestBody").path("content");
            assertThat(new TreeSet<>(content.propertyNames()))
                    .as(operation)
                    .isEqualTo(TAKING_ANY_TYPE.contains(operation) ? TYPES_OF_TENSORS : consumed);
        });
    }

    @Test
    void handlersAndOperationsAnswerWithTheSameMediaTypes() {
        handlers().forEach((operation, handlers) -> {
            var produced = handlers.stream()
                    .flatMap(handler -> handler.mapping.getProducesCondition().getProducibleMediaTypes().stream())
                    .map(MediaType::toString)
                    .collect(toCollection(TreeSet::new));
            var answered = new TreeSet<String>();
            operations().get(operation).path("responses").forEachEntry((status, answer) -> {
                if (status.startsWith("2")) {
                    answered.addAll(answer.path("content").propertyNames());
                }
            });
            if (produced.isEmpty()) {
                assertThat(answered).as(operation).isSubsetOf(MediaType.APPLICATION_JSON_VALUE);
            } else if (handlers.getFirst().isOfActuator()) {
                // Actuator produces several versions of the same JSON, and answers with the newest.
                assertThat(produced).as(operation).containsAll(answered);
            } else {
                assertThat(answered).as(operation).isEqualTo(produced);
            }
        });
    }
}
