package dev.chainrule.matrix;

/** The type of a matrix's elements. */
public enum Precision {
    FLOAT32(Float.BYTES),
    FLOAT64(Double.BYTES);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether a number, rounded to this type, is neither NaN nor infinite. */
    public boolean isFinite(double number) {
        return switch (this) {
            case FLOAT32 -> Float.isFinite((float) number);
            case FLOAT64 -> Double.isFinite(number);
        };
    }
}
