package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chainrule.fuzzer.OpenApi.Part;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes requests from the contract. */
final class RequestMaker {
    private static final String BOUNDARY = "fuzzed";

    private final OpenApi contract;
    private final Fixture fixture;
    private final Dice dice;
    private final ValueMaker values;

    RequestMaker(OpenApi contract, Fixture fixture, Dice dice) {
        this.contract = contract;
        this.fixture = fixture;
        this.dice = dice;
        this.values = new ValueMaker(contract, fixture, dice);
    }

    /** A request that the contract allows, as far as its schemas tell. */
    Call of(Operation operation) throws IOException {
        var call = new Call(operation.method(), path(operation));
        for (var parameter : operation.parameters("query")) {
            if (parameter.node().path("required").asBoolean(false) || dice.chance(0.3)) {
                var name = parameter.node().path("name").stringValue();
                call.query.add(name + "=" + encoded(text(name, parameter)));
            }
        }
        for (var parameter : operation.parameters("header")) {
            if (dice.chance(0.15)) {
                var name = parameter.node().path("name").stringValue();
                call.set(name, text(name, parameter));
            }
        }
        var answers = operation.answerTypes();
        if (!answers.isEmpty() && dice.chance(0.6)) {
            call.set("Accept", dice.of(answers));
        }
        if (!operation.bodyTypes().isEmpty()) {
            body(operation, call);
        }
        return call;
    }

    private String path(Operation operation) throws IOException {
        Map<String, String> stored = new HashMap<>();
        boolean fresh = operation.isDelete() && dice.chance(0.4);
        if (fresh) {
            stored = fixture.disposable(operation.path());
        }
        var path = operation.path();
        for (var parameter : operation.parameters("path")) {
            var name = parameter.node().path("name").stringValue();
            // Others still need what all requests share.
            var value = fresh ? stored.getOrDefault(name, "none")
                    : operation.isDelete() ? "01890000-0000-7000-8000-000000000000"
                            : fixture.value(name).orElseGet(() -> text(name, parameter));
            path = path.replace("{" + name + "}", encoded(value));
        }
        return path;
    }

    private String text(String name, Part parameter) {
        if (name.equals("wait")) {
            return "0";
        }
        var value = values.value(parameter.pointer("schema"), name);
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private void body(Operation operation, Call call) {
        var type = dice.of(operation.bodyTypes());
        var media = operation.body(type);
        call.set("Content-Type", type);
        if (operation.id().equals("createDataset")) {
            options(call, type);
        }
        if (type.startsWith("multipart/")) {
            multipart(call);
        } else if (type.endsWith("json")) {
            call.text(json(operation, media).toString());
        } else if (type.endsWith("octet-stream")) {
            // JSON without binary data: its type is not read.
            call.text(json(operation, operation.body("application/json")).toString());
        } else {
            call.text(csv());
        }
    }

    private JsonNode json(Operation operation, Part media) {
        var fitting = fixture.body(operation.id());
        if (fitting.isPresent() && dice.chance(0.5)) {
            return JsonMapper.shared().readTree(fitting.get());
        }
        var examples = new ArrayList<JsonNode>();
        var list = contract.at(media.pointer("examples"));
        list.node().propertyNames().forEach(name -> examples.add(contract.at(list.pointer(name)).node().path("value")));
        if (examples.isEmpty() || dice.chance(0.4)) {
            return values.value(media.pointer("schema"), "");
        }
        var example = dice.of(examples).deepCopy();
        values.name(example);
        if (example instanceof ObjectNode definition && definition.has("name")) {
            definition.put("name", "fuzzed-%08x".formatted(dice.below(Integer.MAX_VALUE)));
        }
        return example;
    }

    private String csv() {
        var rows = new StringBuilder(dice.of("size,district,price\n", "a\n", "a,b\n", "\"a b\";c\n"));
        int columns = rows.toString().split("[,;]", -1).length;
        var between = rows.indexOf(";") >= 0 ? ";" : ",";
        boolean clean = dice.chance(0.6);
        for (int row = 0; row < dice.below(30) + 2; row++) {
            for (int column = 0; column < columns; column++) {
                rows.append(column == 0 ? "" : between);
                rows.append(clean || dice.chance(0.9) ? String.valueOf(dice.below(100))
                        : dice.of("", "\"", "\"a\"\"b\"", "NaN", "1e400", "north", "é", "\u0000", "1,2", "a;b"));
            }
            rows.append(dice.of("\n", "\n", "\n", "\r\n"));
        }
        return rows.toString();
    }

    /** The options of a table, which other bodies have in themselves. */
    private void options(Call call, String type) {
        if (dice.chance(0.8)) {
            call.query.clear();
            if (type.equals("text/csv")) {
                call.query.add("name=fuzzed-%08x".formatted(dice.below(Integer.MAX_VALUE)));
                call.query.add("target=" + dice.of("price", "a", "b", "c", "district"));
            }
        }
    }

    private void multipart(Call call) {
        call.set("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        var body = new StringBuilder();
        for (var part : dice.of(
                List.of("metadata", "file"), List.of("file"), List.of("metadata", "images", "labels"),
                List.of("images", "labels"), List.of("file", "file"), List.of("surprise"), List.of())) {
            body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"").append(part)
                    .append(part.equals("metadata") ? "\"\r\nContent-Type: application/json"
                            : "\"; filename=\"" + part + ".csv\"")
                    .append("\r\n\r\n")
                    .append(part.equals("metadata") ? "{\"name\": \"fuzzed-%08x\", \"target\": \"%s\"}".formatted(
                            dice.below(Integer.MAX_VALUE), dice.of("price", "a", "b")) : csv())
                    .append("\r\n");
        }
        call.text(body.append("--" + BOUNDARY + "--\r\n").toString());
    }
}
