package dev.chainrule.imports;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@code TensorProto}. Its elements are counted before anything is allocated for them. */
final class TensorReader {
    private static final int MAX_RANK = 8;

    private final Allowance allowance;
    private final List<Long> dims = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private long code;
    private String name = "";
    private @Nullable ByteBuffer raw;
    private @Nullable ByteBuffer floats;
    private @Nullable ByteBuffer doubles;
    private @Nullable ByteBuffer varints;
    private boolean external;

    private TensorReader(Allowance allowance) {
        this.allowance = allowance;
    }

    static ForeignTensor read(WireMessage message, Allowance allowance) {
        return new TensorReader(allowance).read(message);
    }

    private ForeignTensor read(WireMessage message) {
        while (message.next()) {
            switch (message.field()) {
                case 1 -> readDims(message);
                case 2 -> code = message.varint();
                case 4 -> floats = once(floats, packed(message));
                case 5, 7, 11 -> varints = once(varints, packed(message));
                case 6 -> texts.add(allowance.text(message.bytes()));
                case 8 -> name = allowance.text(message.bytes());
                case 9 -> raw = once(raw, message.bytes());
                case 10 -> doubles = once(doubles, packed(message));
                case 13 -> {
                    external = true;
                    message.skip();
                }
                case 14 -> external |= message.varint() == 1;
                default -> message.skip();
            }
        }
        return tensor();
    }

    private void readDims(WireMessage message) {
        if (!message.isBytes()) {
            addDim(message.varint());
            return;
        }
        var packed = message.bytes();
        while (packed.hasRemaining()) {
            addDim(WireMessage.readVarint(packed));
        }
    }

    private void addDim(long dim) {
        if (dims.size() == MAX_RANK) {
            throw refused("has more than " + MAX_RANK + " dimensions");
        }
        dims.add(dim);
    }

    private ByteBuffer packed(WireMessage message) {
        if (!message.isBytes()) {
            throw refused("has its numbers one by one, not packed: store them as raw_data");
        }
        return message.bytes();
    }

    private ByteBuffer once(@Nullable ByteBuffer before, ByteBuffer now) {
        if (before != null) {
            throw refused("has its numbers in several pieces: store them as raw_data");
        }
        return now;
    }

    private ForeignTensor tensor() {
        if (external) {
            throw refused("has its numbers in another file (external data), but only one file is sent: save the model"
                    + " with all numbers inside, in Python with onnx.save(onnx.load(path), path,"
                    + " save_as_external_data=False)");
        }
        var type = ForeignType.of(code)
                .orElseThrow(() -> refused("has elements of type " + code + ", which is not read: export the model with"
                        + " float, double, float16 or bfloat16 numbers"));
        long count = count(type);
        if (type == ForeignType.STRING) {
            if (texts.size() != count) {
                throw lengthDiffers(count, texts.size());
            }
            return new ForeignTensor(name, type, shape(), ByteBuffer.allocate(0), List.copyOf(texts));
        }
        return new ForeignTensor(name, type, shape(), data(type, count), List.of());
    }

    private List<Integer> shape() {
        return dims.stream().map(Math::toIntExact).toList();
    }

    /** The product of the dimensions, which is at most what an array can hold. */
    private long count(ForeignType type) {
        long count = 1;
        for (long dim : dims) {
            if (dim < 0 || dim > Integer.MAX_VALUE) {
                throw refused("has a dimension of " + dim);
            }
            // Both are below 2³¹.
            count *= dim;
            if (count * Math.max(1, type.bytes()) > Integer.MAX_VALUE) {
                throw refused("declares more elements than a file can hold");
            }
        }
        return count;
    }

    private ByteBuffer data(ForeignType type, long count) {
        var data = switch (type) {
            case FLOAT -> first(raw, floats);
            case DOUBLE -> first(raw, doubles);
            case FLOAT16, BFLOAT16, UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 ->
                raw != null ? raw : integers(type, count);
            case STRING -> throw new IllegalStateException("Texts are read before");
        };
        long bytes = count * type.bytes();
        if (data.remaining() != bytes) {
            throw lengthDiffers(count, data.remaining() / type.bytes());
        }
        return data;
    }

    private static ByteBuffer first(@Nullable ByteBuffer one, @Nullable ByteBuffer other) {
        return Optional.ofNullable(one).or(() -> Optional.ofNullable(other)).orElseGet(() -> ByteBuffer.allocate(0));
    }

    private ByteBuffer integers(ForeignType type, long count) {
        var from = varints == null ? ByteBuffer.allocate(0) : varints.duplicate();
        long there = 0;
        for (int i = from.position(); i < from.limit(); i++) {
            there += from.get(i) >= 0 ? 1 : 0;
        }
        if (there != count) {
            throw lengthDiffers(count, there);
        }
        allowance.copied(count * type.bytes());
        var data = ByteBuffer.allocate((int) count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            long value = WireMessage.readVarint(from);
            switch (type.bytes()) {
                case Byte.BYTES -> data.put((byte) value);
                case Short.BYTES -> data.putShort((short) value);
                case Integer.BYTES -> data.putInt((int) value);
                default -> data.putLong(value);
            }
        }
        return data.flip();
    }

    private ProblemException lengthDiffers(long count, long there) {
        return refused("must have " + count + " elements by its dimensions " + dims + ", but has " + there);
    }

    private ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID, "The tensor " + ForeignNode.quoted(name) + " " + why);
    }
}
