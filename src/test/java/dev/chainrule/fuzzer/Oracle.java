package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Judges answers by the contract. Each 5xx is a fault, 503 too: requests that are sent one at a time never exhaust the service. */
final class Oracle {
    private static final String PROBLEM = "/components/schemas/Problem";
    private static final String INFERENCE_ERROR = "/components/schemas/InferenceError";
    private static final String ACTUATOR = "application/vnd.spring-boot.actuator.";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    /** Answers of the web server to what is no request, or to none that the contract has. */
    private static final Set<Integer> OF_NO_OPERATION =
            Set.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 417, 421, 422,
                    429, 431);

    /** Words that stand in exceptions, stack traces and messages of libraries, but not in texts for users. */
    private static final Pattern INTERNALS = Pattern.compile(
            "\\w+(Exception|Throwable)\\b|\\.java:\\d|\\b(java|javax|jakarta|jdk|sun)\\.[a-z]+\\."
                    + "|\\borg\\.(springframework|apache|h2|hibernate)"
                    + "|\\b(com\\.fasterxml|tools\\.jackson|dev\\.chainrule\\.[a-z]+)\\b|JDBC|Hikari|SQLState|nested exception|lambda\\$"
                    + "|\\bnull pointer|[Cc]annot invoke \"|out of bounds for|For input string");

    private final OpenApi contract;
    private final Duration longest;

    Oracle(OpenApi contract, Duration longest) {
        this.contract = contract;
        this.longest = longest;
    }

    /** What is wrong with an answer; empty: nothing. */
    List<String> faults(Call call, Reply reply) {
        var faults = new ArrayList<String>();
        if (reply.took().compareTo(longest) > 0) {
            faults.add("took " + reply.took());
        }
        if (reply.status() == 0) {
            faults.add("no answer");
            return faults;
        }
        if (!reply.complete() && !call.method.equals("HEAD")) {
            faults.add("the answer is cut off");
        }
        var operation = contract.find(call.method, call.pathOnly());
        if (reply.isRefusal()) {
            int status = reply.status();
            if (status >= 500) {
                faults.add("status " + status);
            }
            boolean documented = operation.isEmpty()
                    ? OF_NO_OPERATION.contains(status)
                    : operation.get().response(status).exists() || isOfHttp(call, status)
                            || (status == 400 && isMalformed(call));
            if (!documented && !isHead(call)) {
                faults.add("status " + status + " is not documented");
            }
            if (!isHead(call)) {
                if (isOfInference(call) && reply.mediaType().equals("application/json")) {
                    inferenceError(reply, faults);
                } else if (isOfInference(call) && !isMalformed(call)) {
                    faults.add("a refusal of type " + reply.header("Content-Type"));
                } else {
                    problem(reply, faults);
                }
            }
        } else if (operation.isPresent()) {
            success(call, operation.get(), reply, faults);
        }
        return faults;
    }

    private static boolean isHead(Call call) {
        return call.method.equals("HEAD");
    }

    /** Whether a file was asked for in part or on a condition, as HTTP has it for all files. */
    private static boolean isOfHttp(Call call, int status) {
        return switch (status) {
            case 206, 416 -> !call.header("Range").isEmpty();
            case 412 -> !call.header("If-Match").isEmpty() || !call.header("If-Unmodified-Since").isEmpty();
            case 417 -> !call.header("Expect").isEmpty();
            default -> false;
        };
    }

    /** Whether the web server may refuse the request before it looks at its address. */
    private static boolean isMalformed(Call call) {
        return call.changes.stream()
                .anyMatch(Set.of("path", "query", "header", "transfer", "method", "version", "encoding")::contains);
    }

    /** The web server does not know the address of what it cannot read. */
    private static boolean isOfInference(Call call) {
        return call.pathOnly().equals("/v2") || call.pathOnly().startsWith("/v2/");
    }

    private void inferenceError(Reply reply, List<String> faults) {
        var text = text(reply, faults);
        contract.faults(INFERENCE_ERROR, text).forEach(fault -> faults.add("error: " + fault));
        requireNoInternals(text, faults);
    }

    private static void requireNoInternals(String text, List<String> faults) {
        var internals = INTERNALS.matcher(text);
        if (internals.find()) {
            faults.add("internals in the problem: " + internals.group());
        }
    }

    private void problem(Reply reply, List<String> faults) {
        if (!reply.mediaType().equals("application/problem+json")) {
            faults.add("a refusal of type " + reply.header("Content-Type"));
            return;
        }
        var text = text(reply, faults);
        try {
            var problem = JsonMapper.shared().readTree(text);
            contract.faults(PROBLEM, text).forEach(fault -> faults.add("problem: " + fault));
            if (problem.path("status").asInt() != reply.status()) {
                faults.add("the status in the problem is another");
            }
            if (problem.path("detail").asString("").isBlank()) {
                faults.add("a problem without a detail");
            }
        } catch (JacksonException broken) {
            faults.add("the problem is not JSON: " + broken.getOriginalMessage());
        }
        requireNoInternals(text, faults);
    }

    private void success(Call call, Operation operation, Reply reply, List<String> faults) {
        var response = operation.response(reply.status());
        if (isOfHttp(call, reply.status())) {
            return;
        }
        if (!response.exists()) {
            faults.add("status " + reply.status() + " is not documented");
            return;
        }
        var headers = contract.at(response.pointer("headers"));
        for (var name : headers.node().propertyNames()) {
            var header = contract.at(headers.pointer(name));
            if (header.node().path("required").asBoolean(false) && reply.header(name).isEmpty()) {
                faults.add("the header " + name + " is missing");
            }
        }
        var content = contract.at(response.pointer("content"));
        if (!content.exists()) {
            if (reply.body().length > 0) {
                faults.add("a body where there should be none");
            }
            return;
        }
        content.node().propertyNames().stream()
                .filter(type -> type.split(";", 2)[0].equals(reply.mediaType())
                        || isOfActuator(type, reply.mediaType()))
                .findFirst()
                .ifPresentOrElse(
                        type -> body(reply, contract.at(content.pointer(type)).pointer("schema"), faults),
                        () -> faults.add("the type " + reply.header("Content-Type") + " is not documented"));
    }

    /** Actuator gives the same JSON three types. */
    private static boolean isOfActuator(String documented, String type) {
        return documented.startsWith(ACTUATOR) && (type.startsWith(ACTUATOR) || type.equals("application/json"));
    }

    private void body(Reply reply, String schema, List<String> faults) {
        switch (reply.mediaType().toLowerCase(Locale.ROOT)) {
            case "image/png" -> {
                if (reply.body().length < PNG.length
                        || !ByteBuffer.wrap(reply.body(), 0, PNG.length).equals(ByteBuffer.wrap(PNG))) {
                    faults.add("no PNG");
                }
            }
            case "image/svg+xml" -> svg(reply, faults);
            case "application/octet-stream" -> bytes(reply, faults);
            default -> {
                var text = text(reply, faults);
                if (reply.mediaType().endsWith("json")) {
                    contract.faults(schema, text).stream().limit(5).forEach(fault -> faults.add("body: " + fault));
                }
            }
        }
    }

    /** A file, or tensors behind JSON whose length a header gives. */
    private static void bytes(Reply reply, List<String> faults) {
        var header = reply.header("Inference-Header-Content-Length");
        if (header.isEmpty()) {
            if (reply.body().length == 0) {
                faults.add("the file is empty");
            }
        } else {
            tensors(reply, Integer.parseInt(header), faults);
        }
    }

    private static void tensors(Reply reply, int length, List<String> faults) {
        var sizes = JsonMapper.shared().readTree(Arrays.copyOf(reply.body(), length)).path("outputs").valueStream()
                .mapToInt(output -> output.path("parameters").path("binary_data_size").asInt(0))
                .sum();
        if (length + sizes != reply.body().length) {
            faults.add("the binary data have another length than the answer says");
        }
    }

    private static void svg(Reply reply, List<String> faults) {
        try {
            var root = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(reply.body())).getDocumentElement();
            if (!root.getLocalName().equals("svg")) {
                faults.add("no SVG");
            }
        } catch (SAXException | IOException | ParserConfigurationException broken) {
            faults.add("the SVG is not XML: " + broken.getMessage());
        }
    }

    private static String text(Reply reply, List<String> faults) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(reply.body())).toString();
        } catch (CharacterCodingException _) {
            faults.add("the body is not UTF-8");
            return reply.text();
        }
    }

    /** Whether the contract allows a body, or JSON cannot tell: fields that are null count as left out. */
    boolean allows(Operation operation, JsonNode body) {
        var withoutNulls = body.deepCopy();
        dropNulls(withoutNulls);
        return contract.faults(operation.body("application/json").pointer("schema"), withoutNulls.toString()).isEmpty();
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Oracle::dropNulls);
    }
}
