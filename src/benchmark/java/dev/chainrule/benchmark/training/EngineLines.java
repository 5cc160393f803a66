package dev.chainrule.benchmark.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chainrule.benchmark.harness.Json;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Speaks the protocol by which a benchmark outside of this repository takes in one more system: what to do is in the environment
 * ({@code THREADS}, {@code WORKLOADS}, {@code REPEATS}, {@code WARM_S}, {@code TIME_S}, {@code BUDGET_S}, {@code QUICK_S}), the data in
 * {@code $PEERS_TMP/data}, and a line of JSON for each workload goes to stdout: that of the fastest repeat.
 *
 * <p>The class path comes from Maven, java must be 25 or newer:
 *
 * <pre>{@code
 * mvn -q -Pbenchmark process-test-classes dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java --add-modules jdk.incubator.vector -cp "target/test-classes:target/classes:$(cat target/classpath)" \
 *     dev.chainrule.benchmark.training.EngineLines
 * }</pre>
 */
public final class EngineLines {
    private static final int MOST_REPEATS = 12;

    private final EngineTrainer trainer;
    private final int threads = Integer.parseInt(setting("THREADS", "1"));
    private final int repeats = Integer.parseInt(setting("REPEATS", "3"));
    private final double warmSeconds = Double.parseDouble(setting("WARM_S", "8"));
    private final double timedSeconds = Double.parseDouble(setting("TIME_S", "12"));
    private final double budgetSeconds = Double.parseDouble(setting("BUDGET_S", "55"));
    private final double quickSeconds = Double.parseDouble(setting("QUICK_S", "6"));
    private final Path folder = Path.of(System.getenv("PEERS_TMP"), "data");

    private EngineLines() {
        trainer = new EngineTrainer(threads, Requested.AUTO);
    }

    /** One line. */
    private record Line(
            String peer,
            String version,
            String workload,
            int threads,
            String precision,
            @JsonProperty("samples_per_s") double samplesPerSecond,
            double seconds,
            @JsonProperty("final_loss") double finalLoss,
            long rows,
            @JsonProperty("cpu_s") double cpuSeconds,
            double load,
            List<Double> repeats,
            String note) {}

    public static void main(String[] arguments) {
        var lines = new EngineLines();
        Pattern.compile(" +")
                .splitAsStream(setting("WORKLOADS", "W1 W2 W3 W4 W5"))
                .map(Workload::valueOf)
                .forEach(workload -> System.out.println(Json.MAPPER.writeValueAsString(lines.line(workload))));
    }

    private static String setting(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private Line line(Workload workload) {
        var rows = workload.data().read(folder);
        var question = new Repeat.Question(workload, warmSeconds, timedSeconds);
        var answers = new ArrayList<Repeat.Answer>();
        long start = System.nanoTime();
        double seconds = 0;
        double longest = 0;
        while (isDue(answers.size(), seconds) && seconds + longest <= budgetSeconds) {
            answers.add(trainer.repeat(question, rows));
            double before = seconds;
            seconds = (System.nanoTime() - start) / 1e9;
            longest = Math.max(longest, seconds - before);
        }
        return line(workload, answers);
    }

    private boolean isDue(int done, double seconds) {
        return done < repeats || (repeats > 1 && done < MOST_REPEATS && seconds < quickSeconds);
    }

    private Line line(Workload workload, List<Repeat.Answer> answers) {
        var fastest = Collections.max(answers, Comparator.comparingDouble(Repeat.Answer::samplesPerSecond));
        return new Line(
                "chainrule",
                fastest.version(),
                workload.name(),
                threads,
                "float32",
                fastest.samplesPerSecond(),
                fastest.seconds(),
                fastest.finalLoss(),
                fastest.rows(),
                fastest.cpuSeconds(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                answers.stream().map(Repeat.Answer::samplesPerSecond).toList(),
                fastest.weightsSha256() == null ? "cut short" : "weightsSha256 " + fastest.weightsSha256());
    }
}
