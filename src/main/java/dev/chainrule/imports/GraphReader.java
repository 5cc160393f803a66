package dev.chainrule.imports;

import dev.chainrule.budget.Computation;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of an ONNX file. The numbers are those of the fields in {@code onnx.proto}; other fields are skipped.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class GraphReader {
    static final int OLDEST_OPSET = 7;
    static final int NEWEST_OPSET = 22;

    private static final Set<String> STANDARD = Set.of("", "ai.onnx");

    private final Allowance allowance = new Allowance();
    private @Nullable ByteBuffer graph;
    private long opset;

    private final List<ForeignNode> nodes = new ArrayList<>();
    private final Map<String, ForeignTensor> constants = new LinkedHashMap<>();
    private final List<ForeignValue> inputs = new ArrayList<>();
    private final List<ForeignValue> outputs = new ArrayList<>();

    private GraphReader() {}

    /**
     * @throws ProblemException (400) if the bytes are not an ONNX file, (422) if it is one that cannot be read
     */
    static ForeignGraph read(ByteBuffer file) {
        return new GraphReader().readModel(new WireMessage(file));
    }

    private ForeignGraph readModel(WireMessage model) {
        boolean hasVersion = false;
        while (model.next()) {
            switch (model.field()) {
                case 1 -> hasVersion = model.varint() > 0;
                case 7 -> graph = model.bytes();
                case 8 -> readOpset(model.message());
                default -> model.skip();
            }
        }
        if (graph == null || !hasVersion) {
            throw WireMessage.foreign();
        }
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
            throw refused("The file uses opset " + opset + ", but " + OLDEST_OPSET + " to " + NEWEST_OPSET
                    + " are read: export the model with one of these");
        }
        readGraph(new WireMessage(graph));
        return checked();
    }

    private void readOpset(WireMessage imported) {
        var domain = "";
        long version = 0;
        while (imported.next()) {
            switch (imported.field()) {
                case 1 -> domain = allowance.text(imported.bytes());
                case 2 -> version = imported.varint();
                default -> imported.skip();
            }
        }
        if (STANDARD.contains(domain)) {
            opset = version;
        }
    }

    private void readGraph(WireMessage message) {
        while (message.next()) {
            Computation.checkpoint();
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 5 -> {
                    var tensor = tensor(message.message());
                    if (constants.put(tensor.name(), tensor) != null) {
                        throw refused("The file has two tensors named " + ForeignNode.quoted(tensor.name()));
                    }
                }
                case 11 -> inputs.add(value(message.message()));
                case 12 -> outputs.add(value(message.message()));
                case 15 -> throw refused("The file has sparse tensors, which are not read: export it with dense ones");
                default -> message.skip();
            }
        }
    }

    private ForeignTensor tensor(WireMessage message) {
        allowance.part();
        return TensorReader.read(message, allowance);
    }

    private ForeignNode node(WireMessage message) {
        allowance.part();
        var from = new ArrayList<String>();
        var to = new ArrayList<String>();
        var attributes = new HashMap<String, ForeignAttribute>();
        var name = "";
        var operator = "";
        var domain = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> from.add(allowance.text(message.bytes()));
                case 2 -> to.add(allowance.text(message.bytes()));
                case 3 -> name = allowance.text(message.bytes());
                case 4 -> operator = allowance.text(message.bytes());
                case 5 -> readAttribute(message.message(), attributes);
                case 7 -> domain = allowance.text(message.bytes());
                default -> message.skip();
            }
        }
        return new ForeignNode(nodes.size() + 1, name, operator, domain, from, to, attributes);
    }

    private void readAttribute(WireMessage message, Map<String, ForeignAttribute> attributes) {
        allowance.part();
        var name = "";
        float number = 0;
        long integer = 0;
        var text = "";
        ForeignTensor tensor = null;
        var integers = new ArrayList<Long>();
        var numbers = new ArrayList<Float>();
        var texts = new ArrayList<String>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = allowance.text(message.bytes());
                case 2 -> number = message.fixed32();
                case 3 -> integer = message.varint();
                case 4 -> text = allowance.text(message.bytes());
                case 5 -> tensor = tensor(message.message());
                case 7 -> readNumbers(message, numbers);
                case 8 -> readIntegers(message, integers);
                case 9 -> texts.add(allowance.text(message.bytes()));
                default -> message.skip();
            }
        }
        attributes.put(name, new ForeignAttribute(number, integer, text, tensor, integers, numbers, texts));
    }

    private void readNumbers(WireMessage message, List<Float> numbers) {
        if (!message.isBytes()) {
            allowance.part();
            numbers.add(message.fixed32());
            return;
        }
        var packed = message.bytes();
        while (packed.remaining() >= Float.BYTES) {
            allowance.part();
            numbers.add(packed.getFloat());
        }
    }

    private void readIntegers(WireMessage message, List<Long> integers) {
        if (!message.isBytes()) {
            allowance.part();
            integers.add(message.varint());
            return;
        }
        var packed = message.bytes();
        while (packed.hasRemaining()) {
            allowance.part();
            integers.add(WireMessage.readVarint(packed));
        }
    }

    private ForeignValue value(WireMessage message) {
        allowance.part();
        var name = "";
        Optional<WireMessage> tensor = Optional.empty();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = allowance.text(message.bytes());
                case 2 -> tensor = tensorType(message.message());
                default -> message.skip();
            }
        }
        if (tensor.isEmpty()) {
            return new ForeignValue(name, Optional.empty(), Optional.empty());
        }
        Optional<ForeignType> type = Optional.empty();
        Optional<List<Integer>> dims = Optional.empty();
        var declared = tensor.get();
        while (declared.next()) {
            switch (declared.field()) {
                case 1 -> type = ForeignType.of(declared.varint());
                case 2 -> dims = Optional.of(dims(declared.message()));
                default -> declared.skip();
            }
        }
        return new ForeignValue(name, type, dims);
    }

    private static Optional<WireMessage> tensorType(WireMessage type) {
        Optional<WireMessage> tensor = Optional.empty();
        while (type.next()) {
            if (type.field() == 1) {
                tensor = Optional.of(type.message());
            } else {
                type.skip();
            }
        }
        return tensor;
    }

    private List<Integer> dims(WireMessage shape) {
        var dims = new ArrayList<Integer>();
        while (shape.next()) {
            if (shape.field() != 1) {
                shape.skip();
                continue;
            }
            allowance.part();
            var dim = shape.message();
            int size = ForeignValue.OPEN;
            while (dim.next()) {
                if (dim.field() == 1) {
                    long given = dim.varint();
                    // Some exporters write 0 or −1 for a dimension that they leave open.
                    size = given > 0 && given <= Integer.MAX_VALUE ? (int) given : ForeignValue.OPEN;
                } else {
                    dim.skip();
                }
            }
            dims.add(size);
        }
        return dims;
    }

    private ForeignGraph checked() {
        var names = new HashSet<String>();
        var free = new ArrayList<ForeignValue>();
        for (var input : inputs) {
            if (!names.add(input.name())) {
                throw refused("The file has two inputs named " + ForeignNode.quoted(input.name()));
            }
            if (!constants.containsKey(input.name())) {
                free.add(input);
            }
        }
        names.addAll(constants.keySet());
        for (var node : nodes) {
            for (var output : node.outputs()) {
                if (!output.isEmpty() && !names.add(output)) {
                    throw node.refused("writes " + ForeignNode.quoted(output) + ", which something else writes, too");
                }
            }
        }
        return new ForeignGraph(
                List.copyOf(nodes), Map.copyOf(constants), List.copyOf(free), List.copyOf(outputs), (int) opset);
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID, detail);
    }
}
