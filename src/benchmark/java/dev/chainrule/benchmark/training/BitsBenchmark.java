package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.ChildCommand;
import dev.chainrule.benchmark.harness.Children;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trains every workload by every kind of kernels, with every number of threads: the weights must have the same bits. */
public final class BitsBenchmark {
    /** Of one workload; no epoch is cut short. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final List<Integer> VECTOR_BITS = List.of(128, 256, 512);

    private final Settings settings;
    private final Report report;
    private final List<Workload> workloads;

    /** @throws IllegalArgumentException if there is no such workload */
    public BitsBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.workloads = settings.workloads().stream().map(Workload::valueOf).toList();
    }

    public void run() {
        var data = new DataFiles(settings.folder().resolve("data")).folder().toString();
        var fingerprints = new LinkedHashMap<Workload, Set<String>>();
        var kernels = new LinkedHashSet<String>();
        for (var command : commands(data)) {
            try (var children = new Children(settings, report)) {
                for (var workload : workloads) {
                    report.progress(workload + ", " + command.name());
                    var question = new Repeat.Question(workload, PATIENCE.toSeconds(), PATIENCE.toSeconds());
                    children.ask(command, question, Repeat.Answer.class, PATIENCE).ifPresent(answer -> {
                        kernels.add(answer.version());
                        fingerprints.computeIfAbsent(workload, _ -> new LinkedHashSet<>())
                                .add(String.valueOf(answer.weightsSha256()));
                    });
                }
            }
        }
        print(kernels, fingerprints);
    }

    /** A processor without vectors of a width takes the widest that it has. */
    private List<ChildCommand> commands(String data) {
        var commands = new ArrayList<ChildCommand>();
        for (int threads : settings.threads()) {
            commands.add(command("bits-scalar", threads, Requested.SCALAR, List.of(), data));
            for (int bits : VECTOR_BITS) {
                var width = List.of("-XX:MaxVectorSize=" + bits / Byte.SIZE);
                commands.add(command("bits-" + bits, threads, Requested.VECTOR, width, data));
            }
        }
        return commands;
    }

    private ChildCommand command(
            String name, int threads, Requested kernels, List<String> width, String data) {
        var command = Contender.CHAINRULE.command(name, TrainingChild.class, threads, settings, data, kernels.name());
        var options = new ArrayList<>(command.options());
        options.addAll(width);
        return new ChildCommand(
                command.name(), options, command.environment(), command.mainClass(), command.arguments());
    }

    private void print(Set<String> kernels, Map<Workload, Set<String>> fingerprints) {
        var table = new MarkdownTable(List.of("workload", "weightsSha256 after all epochs"));
        fingerprints.forEach((workload, ofAll) -> {
            table.row(List.of(workload.description(), String.join(" ≠ ", ofAll)));
            if (ofAll.size() > 1) {
                report.failure(workload + ": the weights differ between kernels or numbers of threads");
            }
        });
        report.lines(
                "## The same bits",
                "",
                "Kernels: " + String.join("; ", kernels) + ". Threads: " + settings.threads() + ".",
                "",
                table);
    }
}
