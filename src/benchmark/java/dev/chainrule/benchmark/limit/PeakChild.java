package dev.chainrule.benchmark.limit;

import dev.chainrule.benchmark.harness.Answers;
import dev.chainrule.matrix.Precision;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Measures the peak when asked. */
final class PeakChild {
    /** Some hundred microseconds of one call, once it is compiled. */
    private static final int ITERATIONS = 50_000;

    /** The first ones are slow: not a time, but a number of calls makes sure that it is compiled. */
    private static final int WARM_CALLS = 1_000;

    private PeakChild() {}

    /**
     * @param threads that compute at the same time
     * @param seconds how long, beside the warm-up
     */
    record Question(Precision precision, int threads, double seconds) {}

    /**
     * @param operationsPerSecond of all threads together, in the best of many short stretches of each
     * @param sum of what was computed
     */
    record Answer(double operationsPerSecond, double sum) {}

    private record Stretch(double operationsPerSecond, double sum) {}

    public static void main(String[] arguments) {
        Answers.serve(Question.class, () -> PeakChild::answer);
    }

    private static Answer answer(Question question) {
        var start = new CyclicBarrier(question.threads());
        try (var threads = Executors.newFixedThreadPool(question.threads())) {
            var stretches = threads.invokeAll(IntStream.range(0, question.threads())
                    .<Callable<Stretch>>mapToObj(_ -> () -> best(question, start))
                    .toList());
            double operationsPerSecond = 0;
            double sum = 0;
            for (var stretch : stretches) {
                operationsPerSecond += stretch.get().operationsPerSecond();
                sum += stretch.get().sum();
            }
            return new Answer(operationsPerSecond, sum);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a thread failed", failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static Stretch best(Question question, CyclicBarrier start) throws Exception {
        double sum = 0;
        for (int call = 0; call < WARM_CALLS; call++) {
            sum += run(question.precision());
        }
        start.await();
        double shortest = Double.POSITIVE_INFINITY;
        long now = System.nanoTime();
        long end = now + (long) (question.seconds() * 1e9);
        while (now < end) {
            long before = now;
            sum += run(question.precision());
            now = System.nanoTime();
            shortest = Math.min(shortest, (now - before) / 1e9);
        }
        int operations =
                switch (question.precision()) {
                    case FLOAT32 -> VectorFloat32Peak.operationsPerIteration();
                    case FLOAT64 -> VectorFloat64Peak.operationsPerIteration();
                };
        return new Stretch((double) ITERATIONS * operations / shortest, sum);
    }

    private static double run(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> VectorFloat32Peak.run(ITERATIONS, 1);
            case FLOAT64 -> VectorFloat64Peak.run(ITERATIONS, 1);
        };
    }
}
