package dev.chainrule.benchmark.limit;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused multiply-adds on float vectors in registers, without any memory: sixteen chains that do not wait for each other, which is more
 * than latency × units of any processor here. Every accumulator is a local of its own with its own start: C2 boxes them where they share
 * one.
 */
final class VectorFloat32Peak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 16;

    private VectorFloat32Peak() {}

    /** What one iteration of {@link #run} does; a fused multiply-add counts as two. */
    static int operationsPerIteration() {
        return 2 * CHAINS * SPECIES.length();
    }

    /**
     * Every chain goes to 1, so that no number ever becomes small or large.
     *
     * @return a sum that depends on all chains
     */
    static double run(int iterations, float start) {
        var factor = FloatVector.broadcast(SPECIES, 0.5f);
        var summand = FloatVector.broadcast(SPECIES, 0.5f);
        var sum0 = FloatVector.broadcast(SPECIES, start + 0);
        var sum1 = FloatVector.broadcast(SPECIES, start + 1);
        var sum2 = FloatVector.broadcast(SPECIES, start + 2);
        var sum3 = FloatVector.broadcast(SPECIES, start + 3);
        var sum4 = FloatVector.broadcast(SPECIES, start + 4);
        var sum5 = FloatVector.broadcast(SPECIES, start + 5);
        var sum6 = FloatVector.broadcast(SPECIES, start + 6);
        var sum7 = FloatVector.broadcast(SPECIES, start + 7);
        var sum8 = FloatVector.broadcast(SPECIES, start + 8);
        var sum9 = FloatVector.broadcast(SPECIES, start + 9);
        var sum10 = FloatVector.broadcast(SPECIES, start + 10);
        var sum11 = FloatVector.broadcast(SPECIES, start + 11);
        var sum12 = FloatVector.broadcast(SPECIES, start + 12);
        var sum13 = FloatVector.broadcast(SPECIES, start + 13);
        var sum14 = FloatVector.broadcast(SPECIES, start + 14);
        var sum15 = FloatVector.broadcast(SPECIES, start + 15);
        for (int i = 0; i < iterations; i++) {
            sum0 = sum0.fma(factor, summand);
            sum1 = sum1.fma(factor, summand);
            sum2 = sum2.fma(factor, summand);
            sum3 = sum3.fma(factor, summand);
            sum4 = sum4.fma(factor, summand);
            sum5 = sum5.fma(factor, summand);
            sum6 = sum6.fma(factor, summand);
            sum7 = sum7.fma(factor, summand);
            sum8 = sum8.fma(factor, summand);
            sum9 = sum9.fma(factor, summand);
            sum10 = sum10.fma(factor, summand);
            sum11 = sum11.fma(factor, summand);
            sum12 = sum12.fma(factor, summand);
            sum13 = sum13.fma(factor, summand);
            sum14 = sum14.fma(factor, summand);
            sum15 = sum15.fma(factor, summand);
        }
        return sum0
                .add(sum1)
                .add(sum2)
                .add(sum3)
                .add(sum4)
                .add(sum5)
                .add(sum6)
                .add(sum7)
                .add(sum8)
                .add(sum9)
                .add(sum10)
                .add(sum11)
                .add(sum12)
                .add(sum13)
                .add(sum14)
                .add(sum15)
                .reduceLanes(VectorOperators.ADD);
    }
}
