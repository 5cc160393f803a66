package dev.chainrule.dataset;

/**
 * How the cells of a column are stored: the smallest form that restores every value exactly; nothing is stored of ignored columns.
 * Little-endian.
 */
public enum CellType {
    /** Integers 0 to 255, none missing. */
    UINT8(1),
    /** Numbers that a float holds exactly; NaN is a missing one. */
    FLOAT32(4),
    /** Numbers; NaN is a missing one. */
    FLOAT64(8),
    /** Index of a category, at most 255 of them; 0xFF is a missing one. */
    CODE8(1),
    /** Index of a category, at most 65,535 of them; 0xFFFF is a missing one. */
    CODE16(2),
    /** Index of a category; 0xFFFFFFFF is a missing one. */
    CODE32(4),
    /** Nothing: the column is ignored, and reads as if every value were missing. */
    NONE(0);

    private final int bytes;

    CellType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one cell. */
    public int bytes() {
        return bytes;
    }

    public static CellType forCategories(int count) {
        if (count <= 0xFF) {
            return CODE8;
        }
        return count <= 0xFFFF ? CODE16 : CODE32;
    }
}
