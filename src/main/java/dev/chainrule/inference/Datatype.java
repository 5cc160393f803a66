package dev.chainrule.inference;

/** The type of a tensor's elements, by the protocol's name of it. In binary, numbers are little-endian. */
enum Datatype {
    /** One byte: 0 is false. */
    BOOL(1, Kind.LOGICAL),
    UINT8(1, Kind.INTEGER),
    UINT16(2, Kind.INTEGER),
    UINT32(4, Kind.INTEGER),
    UINT64(8, Kind.INTEGER),
    INT8(1, Kind.INTEGER),
    INT16(2, Kind.INTEGER),
    INT32(4, Kind.INTEGER),
    INT64(8, Kind.INTEGER),
    FP16(2, Kind.REAL),
    FP32(4, Kind.REAL),
    FP64(8, Kind.REAL),
    /** Texts: each is its length, in four bytes, and its UTF-8. */
    BYTES(Integer.BYTES, Kind.TEXT);

    private enum Kind {
        LOGICAL, INTEGER, REAL, TEXT
    }

    private final int size;
    private final Kind kind;

    Datatype(int size, Kind kind) {
        this.size = size;
        this.kind = kind;
    }

    /** Bytes of an element; of a text: the fewest. */
    int size() {
        return size;
    }

    boolean isInteger() {
        return kind == Kind.INTEGER;
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }

    /** The smallest integer that it has. */
    long least() {
        return name().startsWith("INT") ? -1L << (8 * size - 1) : 0;
    }

    /** The largest integer that it has; of {@link #UINT64}, as an unsigned number. */
    long greatest() {
        return name().startsWith("INT") ? ~least() : -1L >>> (Long.SIZE - 8 * size);
    }
}
