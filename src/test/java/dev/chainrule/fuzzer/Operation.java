package dev.chainrule.fuzzer;

import dev.chainrule.fuzzer.OpenApi.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An operation of the contract.
 *
 * @param method in capitals
 * @param path with its variables in braces
 * @param pattern of the paths that it has
 */
record Operation(OpenApi contract, String method, String path, String pointer, String id, Pattern pattern) {

    static Operation of(OpenApi contract, String method, String path) {
        var pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        // {metric}.svg: a variable may be a part of a step.
        var pattern = new StringBuilder();
        int from = 0;
        var variables = Pattern.compile("\\{[^}]+}").matcher(path);
        while (variables.find()) {
            pattern.append(Pattern.quote(path.substring(from, variables.start()))).append("[^/]+");
            from = variables.end();
        }
        pattern.append(Pattern.quote(path.substring(from)));
        return new Operation(contract, method.toUpperCase(Locale.ROOT), path, pointer,
                contract.at(pointer).node().path("operationId").stringValue(),
                Pattern.compile(pattern.toString()));
    }

    Part at(String pointer) {
        return contract.at(this.pointer + pointer);
    }

    /** The parameters in {@code path}, {@code query} or {@code header}, those of the path item included. */
    List<Part> parameters(String in) {
        var found = new ArrayList<Part>();
        var item = pointer.substring(0, pointer.lastIndexOf('/'));
        for (var list : List.of(item + "/parameters", pointer + "/parameters")) {
            for (int i = 0; i < contract.at(list).node().size(); i++) {
                var parameter = contract.at(list + "/" + i);
                if (parameter.node().path("in").asString().equals(in)) {
                    found.add(parameter);
                }
            }
        }
        return found;
    }

    /** The media types of its body; empty if it has none. */
    List<String> bodyTypes() {
        return List.copyOf(at("/requestBody").node().path("content").propertyNames());
    }

    /** The media type object of a body. */
    Part body(String mediaType) {
        return contract.at(contract.at(at("/requestBody").pointer("content")).pointer(mediaType));
    }

    /** The response of a status; missing if the status is not documented. */
    Part response(int status) {
        return at("/responses/" + status);
    }

    /** The media types of its successful answers. */
    List<String> answerTypes() {
        var types = new ArrayList<String>();
        at("/responses").node().forEachEntry((status, _) -> {
            if (status.startsWith("2")) {
                types.addAll(at("/responses/" + status).node().path("content").propertyNames());
            }
        });
        return types;
    }

    /** The role that it needs; empty: it needs none. */
    Optional<String> role() {
        return at("/security").node().path(0).path("key").path(0).stringValueOpt();
    }

    boolean isDelete() {
        return method.equals("DELETE");
    }
}
