package dev.chainrule.job.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of some epochs, column by column, as bytes; NaN stands for a figure that there is not. Nothing is lost on the way.
 *
 * <p>Little endian: for each {@link Figure} one byte that names its {@link Encoding}, then the columns in the same order, each in the
 * shortest encoding it has.
 */
final class EpochColumns {
    private static final double NANOSECONDS_PER_SECOND = 1e9;
    private static final int MAX_WORDS = 256;

    /** How a column is written. */
    private enum Encoding {
        /** Nothing: no epoch has this figure. */
        ABSENT(0),
        /** One float64 for all epochs. */
        CONSTANT(1),
        /** The number of different values less one in a byte, these values as float64, then a byte an epoch that chooses one. */
        WORDS(2),
        /** An int32 an epoch: billionths, which times are that were measured in whole nanoseconds. */
        NANOSECONDS(3),
        /** A float64 an epoch. */
        PLAIN(4);

        /** The byte that names it in stored data. */
        private final byte code;

        Encoding(int code) {
            this.code = (byte) code;
        }

        static Encoding of(byte code) {
            for (var encoding : values()) {
                if (encoding.code == code) {
                    return encoding;
                }
            }
            throw new IllegalStateException("an encoding must be from 0 to 4, but is " + code);
        }
    }

    private EpochColumns() {}

    /** @param epochs at least one */
    static byte[] encode(List<Epoch> epochs) {
        var columns = Arrays.stream(Figure.values())
                .map(figure -> Column.of(epochs.stream().mapToDouble(epoch -> epoch.figure(figure)).toArray()))
                .toList();
        var out = ByteBuffer
                .allocate(Figure.COUNT + columns.stream().mapToInt(Column::bytes).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        columns.forEach(column -> out.put(column.encoding.code));
        columns.forEach(column -> column.write(out));
        return out.array();
    }

    /** @return the figures of each epoch */
    static double[][] decode(byte[] data, int epochs) {
        var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        var encodings = encodings(in);
        var figures = new double[epochs][Figure.COUNT];
        for (int f = 0; f < Figure.COUNT; f++) {
            var column = read(encodings[f], in, epochs);
            for (int e = 0; e < epochs; e++) {
                figures[e][f] = column[e];
            }
        }
        return figures;
    }

    private static Encoding[] encodings(ByteBuffer in) {
        var encodings = new Encoding[Figure.COUNT];
        for (int f = 0; f < encodings.length; f++) {
            encodings[f] = Encoding.of(in.get());
        }
        return encodings;
    }

    private static double[] read(Encoding encoding, ByteBuffer in, int epochs) {
        var values = new double[epochs];
        switch (encoding) {
            case ABSENT -> Arrays.fill(values, Double.NaN);
            case CONSTANT -> Arrays.fill(values, in.getDouble());
            case WORDS -> {
                var words = new double[Byte.toUnsignedInt(in.get()) + 1];
                Arrays.setAll(words, _ -> in.getDouble());
                Arrays.setAll(values, _ -> words[Byte.toUnsignedInt(in.get())]);
            }
            case NANOSECONDS -> Arrays.setAll(values, _ -> in.getInt() / NANOSECONDS_PER_SECOND);
            case PLAIN -> Arrays.setAll(values, _ -> in.getDouble());
        }
        return values;
    }

    /**
     * A figure of some epochs, and how it is written best.
     *
     * @param words the bits of the different values and their numbers, in the order in which they occur; too many for {@link
     *     Encoding#WORDS} are not all counted
     */
    private record Column(double[] values, Map<Long, Integer> words, Encoding encoding) {
        static Column of(double[] values) {
            // Linked, so that the same epochs always give the same bytes.
            var words = new LinkedHashMap<Long, Integer>();
            for (int e = 0; e < values.length && words.size() <= MAX_WORDS; e++) {
                words.putIfAbsent(bits(values[e]), words.size());
            }
            return new Column(values, words, encoding(values, words.size()));
        }

        private static Encoding encoding(double[] values, int words) {
            if (words == 1) {
                return Double.isNaN(values[0]) ? Encoding.ABSENT : Encoding.CONSTANT;
            }
            int inNanoseconds = areNanoseconds(values) ? Integer.BYTES * values.length : Integer.MAX_VALUE;
            int plain = Double.BYTES * values.length;
            if (words <= MAX_WORDS && bytesOfWords(words, values.length) < Math.min(inNanoseconds, plain)) {
                return Encoding.WORDS;
            }
            return inNanoseconds < plain ? Encoding.NANOSECONDS : Encoding.PLAIN;
        }

        private static boolean areNanoseconds(double[] values) {
            for (double value : values) {
                if (bits((int) Math.rint(value * NANOSECONDS_PER_SECOND) / NANOSECONDS_PER_SECOND) != bits(value)) {
                    return false;
                }
            }
            return true;
        }

        private static int bytesOfWords(int words, int epochs) {
            return 1 + Double.BYTES * words + epochs;
        }

        /** As stored: −0 is not 0, and there is one NaN. */
        private static long bits(double value) {
            return Double.doubleToLongBits(value);
        }

        int bytes() {
            return switch (encoding) {
                case ABSENT -> 0;
                case CONSTANT -> Double.BYTES;
                case WORDS -> bytesOfWords(words.size(), values.length);
                case NANOSECONDS -> Integer.BYTES * values.length;
                case PLAIN -> Double.BYTES * values.length;
            };
        }

        void write(ByteBuffer out) {
            switch (encoding) {
                case ABSENT -> {}
                case CONSTANT -> out.putDouble(values[0]);
                case WORDS -> {
                    out.put((byte) (words.size() - 1));
                    words.keySet().forEach(out::putLong);
                    for (double value : values) {
                        out.put(words.get(bits(value)).byteValue());
                    }
                }
                case NANOSECONDS -> {
                    for (double value : values) {
                        out.putInt((int) Math.rint(value * NANOSECONDS_PER_SECOND));
                    }
                }
                case PLAIN -> {
                    for (double value : values) {
                        out.putDouble(value);
                    }
                }
            }
        }
    }
}
