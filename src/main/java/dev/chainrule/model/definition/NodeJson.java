package dev.chainrule.model.definition;

import dev.chainrule.graph.NodeDefinition;
import dev.chainrule.graph.NodeDefinition.Constant;
import dev.chainrule.graph.NodeDefinition.Input;
import dev.chainrule.graph.NodeDefinition.Operation;
import dev.chainrule.graph.NodeDefinition.Parameter;
import dev.chainrule.graph.Operator;
import dev.chainrule.graph.Operator.LossOf;
import dev.chainrule.graph.ShapeInference;
import dev.chainrule.model.definition.TypedForm.Variant;
import dev.chainrule.network.Loss;
import dev.chainrule.problem.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Nodes of graphs in JSON: the settings of each type. */
final class NodeJson {
    private static final int MAX_NAME = 63;

    /** Of one node. */
    private static final int MAX_INPUTS = 1000;

    private static final Form<Boolean> ROLE = Form.choice(roles());
    private static final Form<List<String>> NAMES = Form.array(Form.TEXT);

    private static final String NAME_RULE =
            "must be a name of 1 to " + MAX_NAME + " characters, none of them a control character";
    private static final String INPUTS_RULE =
            "must be the names of the nodes that go into it, at most " + MAX_INPUTS;
    private static final Form<String> NAME = new Form<>() {
        @Override
        public Optional<String> read(JsonNode given, Faults at) {
            return TEXT.read(given, at).filter(name -> {
                boolean holds = !name.isBlank() && name.length() <= MAX_NAME
                        && name.chars().noneMatch(Character::isISOControl);
                if (!holds) {
                    at.add(NAME_RULE);
                }
                return holds;
            });
        }

        @Override
        public JsonNode write(String name) {
            return TEXT.write(name);
        }
    };

    private static final Form<double[][]> MATRIX = new Form<>() {
        @Override
        public Optional<double[][]> read(JsonNode given, Faults at) {
            return at.attempt(() -> Optional.of(rows(given, at)));
        }

        @Override
        public JsonNode write(double[][] value) {
            var rows = JsonNodeFactory.instance.arrayNode();
            for (var row : value) {
                var numbers = rows.addArray();
                for (double number : row) {
                    numbers.add(number);
                }
            }
            return rows;
        }
    };

    private final Map<String, List<String>> columns;
    private final OptionalInt modelInputs;
    private final Form<Integer> size;

    private NodeJson(Map<String, List<String>> columns, OptionalInt modelInputs, int maxSize) {
        this.columns = columns;
        this.modelInputs = modelInputs;
        this.size = Form.integer(1, maxSize);
    }

    /**
     * The form that reads nodes.
     *
     * @param columns takes, for inputs by name, the dataset's columns that go into them
     * @param modelInputs how many features the model has; empty: as the nodes say
     */
    static TypedForm<NodeDefinition> form(
            Map<String, List<String>> columns, OptionalInt modelInputs, ModelProperties limits) {
        return new NodeJson(columns, modelInputs, limits.maxUnits()).form();
    }

    /**
     * The form that writes nodes.
     *
     * @param columns for inputs by name, the dataset's columns that go into them
     */
    static TypedForm<NodeDefinition> form(Map<String, List<String>> columns) {
        return new NodeJson(new HashMap<>(columns), OptionalInt.empty(), Integer.MAX_VALUE).form();
    }

    private TypedForm<NodeDefinition> form() {
        var types = new ArrayList<Variant<NodeDefinition, ?>>();
        types.add(Variant.of("input", Input.class, this::input));
        types.add(Variant.of("parameter", Parameter.class, this::parameter));
        types.add(Variant.of("constant", Constant.class, NodeJson::constant));
        operators().forEach((name, operator) -> types.add(new Variant<>(
                Operation.class, node -> node.operator().equals(operator),
                Variant.form(name, given -> operation(given, operator)))));
        return new TypedForm<>(
                "such as input, parameter, constant, linear, sigmoid or mean_squared_error", types);
    }

    private static Map<String, Operator> operators() {
        var operators = new LinkedHashMap<String, Operator>();
        for (var operator : Operator.all()) {
            operators.put(operator.name().toLowerCase(Locale.ROOT), operator);
        }
        operators.put("mse", new LossOf(Loss.MEAN_SQUARED_ERROR));
        return operators;
    }

    private static Map<String, Boolean> roles() {
        var roles = new LinkedHashMap<String, Boolean>();
        roles.put("feature", false);
        roles.put("target", true);
        return roles;
    }

    private static <D extends NodeDefinition> String name(Settings<D> given) {
        return given.require("name", "", NAME_RULE, NAME, NodeDefinition::name);
    }

    private Input input(Settings<Input> given) {
        var name = name(given);
        boolean target = given.take("role", false, ROLE, Input::target);
        var taken = given.take("columns", NAMES, input -> columns.get(input.name()));
        taken.ifPresent(names -> {
            var at = given.at();
            at.require(!names.isEmpty(), "columns", "must name at least one column; leave it out for all");
            at.require(
                    names.stream().distinct().count() == names.size() && names.stream().noneMatch(String::isEmpty),
                    "columns", "must be different names");
            columns.put(name, names);
        });
        boolean takesAllFeatures = !target && !given.isGiven("columns");
        int otherwise = takesAllFeatures ? modelInputs.orElse(ShapeInference.UNKNOWN) : ShapeInference.UNKNOWN;
        return new Input(name, target, given.take("size", otherwise, size, Input::size));
    }

    private Parameter parameter(Settings<Parameter> given) {
        var name = name(given);
        var value = given.take("value", MATRIX, Parameter::value);
        var fromValue = value.map(rows -> List.of(rows.length, rows[0].length)).orElse(List.of(1, 1));
        var shape = given.take(
                "shape", fromValue, Form.array(size), parameter -> List.of(parameter.rows(), parameter.columns()));
        boolean isShape = given.at().require(shape.size() == 2, "shape", "must be rows and columns, as in [2, 3]");
        given.at().require(
                given.isGiven("shape") || given.isGiven("value"), "shape",
                "is missing: give rows and columns, as in [2, 3], or a value");
        var initializer = given.take(
                "initializer", InitializerJson.FORM,
                parameter -> parameter.value() == null ? parameter.initializer() : null);
        given.at().require(
                !given.isGiven("initializer") || !given.isGiven("value"), "value",
                "says how the parameter starts, as its initializer does: leave one of them out");
        return new Parameter(
                name, isShape ? shape.get(0) : 1, isShape ? shape.get(1) : 1, initializer.orElse(null),
                value.orElse(null),
                given.take("l1", 0.0, Form.NOT_NEGATIVE, Parameter::l1),
                given.take("l2", 0.0, Form.NOT_NEGATIVE, Parameter::l2));
    }

    private static Constant constant(Settings<Constant> given) {
        return new Constant(
                name(given),
                given.require(
                        "value", new double[][] {{0}}, "is missing: give a number, a row, or rows", MATRIX,
                        Constant::value));
    }

    private static Operation operation(Settings<Operation> given, Operator operator) {
        var name = name(given);
        var inputs = given.require("inputs", List.of(), INPUTS_RULE, NAMES, Operation::inputs);
        given.at().require(inputs.size() <= MAX_INPUTS, "inputs", INPUTS_RULE);
        return new Operation(name, operator, inputs);
    }

    /** A number is 1 × 1, and an array of numbers one row. */
    private static double[][] rows(JsonNode value, Faults at) {
        double[][] rows;
        if (value.isArray() && !value.isEmpty() && value.get(0).isArray()) {
            rows = new double[value.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(value.get(i), at.at(i));
            }
        } else {
            rows = new double[][] {value.isArray() ? row(value, at) : new double[] {number(value, at)}};
        }
        at.require(rows[0].length > 0, 0, "must have at least one number");
        return rows;
    }

    private static double[] row(JsonNode row, Faults at) {
        if (!row.isArray()) {
            at.add("must be an array of numbers");
            return new double[1];
        }
        var numbers = new double[row.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(row.get(i), at.at(i));
        }
        return numbers;
    }

    private static double number(JsonNode value, Faults at) {
        double number = value.doubleValue(Double.NaN);
        if (!Double.isFinite(number)) {
            at.add("must be a finite number");
        }
        return number;
    }
}
