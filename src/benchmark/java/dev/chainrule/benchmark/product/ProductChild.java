package dev.chainrule.benchmark.product;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.chainrule.benchmark.engine.Engine;
import dev.chainrule.benchmark.harness.Answers;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import org.slf4j.LoggerFactory;

/** Multiplies with one library when asked. */
final class ProductChild {
    private ProductChild() {}

    /** @param seconds how long the product is repeated, beside a warm-up of half of that */
    record Question(Product product, double seconds) {}

    /** @param operationsPerSecond over the whole time */
    record Answer(double operationsPerSecond) {}

    /** Arguments: the contender, the number of threads, and for our engine the kernels. */
    public static void main(String[] arguments) {
        Answers.serve(Question.class, () -> {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
            var multiplier = multiplier(arguments);
            return question -> answer(multiplier, question);
        });
    }

    private static Multiplier multiplier(String[] arguments) {
        return switch (Contender.valueOf(arguments[0])) {
            case CHAINRULE ->
                new EngineMultiplier(new Engine(Requested.valueOf(arguments[2]), Integer.parseInt(arguments[1])));
            case DL4J -> new Nd4jMultiplier();
            case DJL -> new DjlMultiplier();
            case SMILE -> throw new IllegalArgumentException("Smile's products are not measured");
        };
    }

    private static Answer answer(Multiplier multiplier, Question question) {
        var product = question.product();
        try (var prepared = multiplier.prepare(product)) {
            operationsPerSecond(product, prepared, question.seconds() / 2);
            double rate = operationsPerSecond(product, prepared, question.seconds());
            check(product, prepared, 0, 0);
            check(product, prepared, product.m() - 1, product.n() - 1);
            return new Answer(rate);
        }
    }

    private static void check(Product product, Multiplier.Prepared prepared, int row, int column) {
        double expected = product.result(row, column);
        double actual = prepared.element(row, column);
        if (actual != expected) {
            throw new IllegalStateException(product + ": expected " + expected + " at (" + row + ", " + column
                    + "), actual " + actual);
        }
    }

    private static double operationsPerSecond(Product product, Multiplier.Prepared prepared, double seconds) {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long now;
        int times = 0;
        do {
            prepared.multiply();
            times++;
            now = System.nanoTime();
        } while (now < end);
        return times * product.operations() / ((now - start) / 1e9);
    }
}
