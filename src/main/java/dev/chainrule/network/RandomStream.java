package dev.chainrule.network;

/**
 * A stream of random numbers that is determined by (seed, purpose, index): it is the same on every machine and can be drawn again at any
 * time, so that a resumed run needs no generator's state.
 *
 * <p>The generator is SplitMix64: Steele, Lea, Flood, Fast splittable pseudorandom number generators (OOPSLA 2014), with the finaliser of
 * David Stafford (Mix13) and the golden gamma. Its start is the seed, mixed with the purpose and the index by the same finaliser. What is
 * computed from it uses integer arithmetic, IEEE operations and {@link StrictMath} only. Not thread-safe.
 */
public final class RandomStream {
    /** 2⁶⁴ divided by the golden ratio, odd: the step between two states. */
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    /** The purpose of a stream; streams of different purposes are independent. */
    public enum Purpose {
        /** The initial weights; the index is the layer. */
        INITIALISATION(1),
        /** The order of the rows; the index is the epoch. */
        SHUFFLE(2),
        /** Which units are dropped; the index is the epoch. */
        DROPOUT(3),
        /** Which rows are kept for validation. */
        SPLIT(4),
        /** The rows of a generated dataset. */
        DATA(5),
        /** The seeds of a job's restarts; the index is the restart. */
        RESTART(6),
        /** The sample of a large model's parameters that is examined. */
        SAMPLE(7);

        /** Fixed by hand and never reused: an ordinal would change every result when a purpose is added in between. */
        private final long code;

        Purpose(long code) {
            this.code = code;
        }
    }

    private long state;

    /** SplitMix64 as published, from its state. */
    RandomStream(long state) {
        this.state = state;
    }

    public static RandomStream of(long seed, Purpose purpose, long index) {
        long state = mix(seed + GOLDEN_GAMMA);
        state = mix(state ^ purpose.code * GOLDEN_GAMMA);
        return new RandomStream(mix(state + (index + 1) * GOLDEN_GAMMA));
    }

    /** 64 random bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniformly distributed in [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * Uniformly distributed in [0, bound), without bias: Lemire, Fast random integer generation in an interval (2019).
     *
     * @param bound greater than 0
     */
    public int nextInt(int bound) {
        Requirement.atLeast("bound", 1, bound);
        long product = (nextLong() >>> 32) * bound;
        if ((product & 0xFFFF_FFFFL) < bound) {
            long threshold = (1L << 32) % bound;
            while ((product & 0xFFFF_FFFFL) < threshold) {
                product = (nextLong() >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /**
     * Normally distributed, mean 0 and variance 1: √(−2 ln u)·cos(2πv), u in (0, 1]. Box, Muller (1958); the second number, with the sine,
     * is not used.
     */
    public double nextGaussian() {
        double u = 1 - nextDouble();
        double v = nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * v);
    }

    /** Fills {@code order} with a random order of 0 … length − 1: Fisher–Yates from the identity, downwards. */
    public void permute(int[] order) {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
