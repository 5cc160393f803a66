package dev.chainrule.explain.descent;

/** The direction of a step: against the gradient, or along it. */
enum Direction {
    DESCENT {
        @Override
        double step(double x, double learningRate, double velocity) {
            return x - learningRate * velocity;
        }
    },
    ASCENT {
        @Override
        double step(double x, double learningRate, double velocity) {
            return x + learningRate * velocity;
        }
    };

    /** x after a step. */
    abstract double step(double x, double learningRate, double velocity);
}
