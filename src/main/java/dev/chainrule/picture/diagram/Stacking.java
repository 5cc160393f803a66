package dev.chainrule.picture.diagram;

import java.util.ArrayDeque;

/** Places things one below the other, as near as possible to where each is wanted. */
final class Stacking {
    private Stacking() {}

    /** Neighbours that touch, and move as one. */
    private record Block(int first, int count, double sum) {
        /** Where its first thing is, without the spaces that were taken out. */
        double place() {
            return sum / count;
        }

        Block and(Block next) {
            return new Block(first, count + next.count, sum + next.sum);
        }
    }

    /**
     * The places that minimise Σ(place − wanted)², in order and at least so far apart: pool adjacent violators (Barlow and others,
     * Statistical Inference under Order Restrictions, 1972).
     *
     * @param distances of each thing to the one before; the first is ignored
     */
    static double[] places(double[] wanted, double[] distances) {
        var offsets = new double[wanted.length];
        for (int i = 1; i < wanted.length; i++) {
            offsets[i] = offsets[i - 1] + distances[i];
        }
        var blocks = new ArrayDeque<Block>();
        for (int i = 0; i < wanted.length; i++) {
            var block = new Block(i, 1, wanted[i] - offsets[i]);
            while (!blocks.isEmpty() && blocks.getLast().place() > block.place()) {
                block = blocks.removeLast().and(block);
            }
            blocks.add(block);
        }
        var places = new double[wanted.length];
        for (var block : blocks) {
            for (int i = block.first(); i < block.first() + block.count(); i++) {
                places[i] = block.place() + offsets[i];
            }
        }
        return places;
    }
}
