package dev.chainrule.benchmark.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processes of one benchmark, each started when it is first asked. One that fails is reported and asked no more. */
public final class Children implements AutoCloseable {
    private final Settings settings;
    private final Report report;
    private final Map<String, ChildProcess> processes = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    public Children(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** The answer; empty if this child has failed, now or earlier. */
    public <A> Optional<A> ask(ChildCommand command, Object question, Class<A> answerType, Duration patience) {
        if (failed.contains(command.name())) {
            return Optional.empty();
        }
        try {
            var process = processes.computeIfAbsent(
                    command.name(), _ -> new ChildProcess(command, settings.folder()));
            return Optional.of(process.ask(question, answerType, patience));
        } catch (ChildFailedException failure) {
            failed.add(command.name());
            report.failure(question + ": " + failure.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        processes.values().forEach(ChildProcess::close);
    }
}
