package dev.chainrule.benchmark.training;

import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was answered. */
final class TrainingResults {
    /** All repeats of one workload by one contender with one number of threads. */
    record Series(Workload workload, Contender contender, int threads, List<Repeat.Answer> answers) {
        double samplesPerSecond() {
            return Figures.median(answers.stream().map(Repeat.Answer::samplesPerSecond).toList());
        }

        double finalLoss() {
            return Figures.median(answers.stream().map(Repeat.Answer::finalLoss).toList());
        }

        /** Rows a second of processor time, of all threads; NaN where that is too short for the system's clock. */
        double samplesPerCpuSecond() {
            return Figures.median(answers.stream()
                    .map(answer -> answer.cpuSeconds() > 0 ? answer.rows() / answer.cpuSeconds() : Double.NaN)
                    .toList());
        }
    }

    private record Key(Workload workload, Contender contender, int threads) {}

    private final Map<Key, Series> series = new LinkedHashMap<>();

    void add(Workload workload, Contender contender, int threads, Repeat.Answer answer) {
        series.computeIfAbsent(
                new Key(workload, contender, threads),
                _ -> new Series(workload, contender, threads, new ArrayList<>()))
                .answers()
                .add(answer);
    }

    List<Series> all() {
        return List.copyOf(series.values());
    }

    Optional<Series> find(Workload workload, Contender contender, int threads) {
        return Optional.ofNullable(series.get(new Key(workload, contender, threads)));
    }

    /** With the number of threads that is fastest. */
    Optional<Series> best(Workload workload, Contender contender) {
        return series.values()
                .stream()
                .filter(some -> some.workload() == workload && some.contender() == contender)
                .max(Comparator.comparingDouble(Series::samplesPerSecond));
    }

    /** The fingerprints that were given, of all repeats and numbers of threads. */
    Set<String> weightsSha256(Workload workload) {
        return series.values()
                .stream()
                .filter(some -> some.workload() == workload)
                .flatMap(some -> some.answers().stream())
                .map(Repeat.Answer::weightsSha256)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
