package dev.chainrule.fuzzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to a service, and gathers what is wrong with the answers. */
final class Fuzzer {
    private static final Duration PROMISE = Duration.ofSeconds(2);
    /** A validation answers what is wrong with a model; a sweep may replace a wrong setting of its job. */
    private static final Set<String> LENIENT = Set.of("validateModel", "createSweep");

    private static final int MOST_FAULTS = 60;

    private final OpenApi contract = OpenApi.ofService();
    private final FuzzSettings settings;
    private final Oracle oracle;
    private final RawClient client;
    private final Senders senders;
    private final Storage storage;

    /** By operation, then by status. */
    private final Map<String, Map<Integer, Integer>> answers = new TreeMap<>();
    private final Map<String, Integer> classes = new TreeMap<>();
    private final Map<String, String> faults = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private Fixture fixture;
    private int late;
    private Duration longest = Duration.ZERO;

    /**
     * @param client sends what the requests need
     * @param senders of the requests
     */
    Fuzzer(FuzzSettings settings, RawClient client, Senders senders, JdbcTemplate database) {
        this.settings = settings;
        this.oracle = new Oracle(contract, settings.answer());
        this.client = client;
        this.senders = senders;
        this.storage = new Storage(database);
    }

    void run() throws IOException {
        fixture = Fixture.store(client, 0);
        var operations = weighted();
        for (int number = 0; number < settings.requests(); number++) {
            if (settings.only() < 0 || settings.only() == number) {
                send(number, operations.get(number % operations.size()));
            }
        }
        System.out.print(report());
        assertThat(faults.entrySet()).as("%d kinds of faults", faults.size()).isEmpty();
        assertThat(storage.unusedContents()).as("contents that belong to nothing").isZero();
    }

    /** Operations with a body are sent more often, because there is more to change. */
    private List<Operation> weighted() {
        var weighted = new ArrayList<Operation>();
        for (var operation : contract.operations()) {
            int weight = operation.bodyTypes().isEmpty() ? 1 : 4;
            for (int i = 0; i < weight; i++) {
                weighted.add(operation);
            }
        }
        return weighted;
    }

    private void send(int number, Operation operation) throws IOException {
        var dice = new Dice(settings.seed() * 1_000_003 + number);
        var call = new RequestMaker(contract, fixture, dice).of(operation);
        change(call, dice);
        var sender = senders.of(call, dice);
        var before = storage.mark(fixture);
        var reply = senders.send(call);
        var found = new ArrayList<>(oracle.faults(call, reply));
        if (!reply.isRefusal() && contract.find(call.method, call.pathOnly()).stream().anyMatch(sender::mayNotCall)) {
            found.add("the call needs another role than " + sender);
        }
        if (reply.isRefusal() && !storage.mark(fixture).equals(before)) {
            found.add("something was stored, changed or deleted, although the request was refused");
        }
        if (!reply.isRefusal() && isRefusedByContract(operation, call)) {
            found.add("the contract does not allow this body");
        }
        answers.computeIfAbsent(operation.id(), _ -> new TreeMap<>()).merge(reply.status(), 1, Integer::sum);
        classes.merge(reply.status() == 0 ? "unanswered" : reply.status() / 100 + "xx", 1, Integer::sum);
        late += reply.took().compareTo(PROMISE) > 0 ? 1 : 0;
        longest = reply.took().compareTo(longest) > 0 ? reply.took() : longest;
        for (var fault : found) {
            var kind = operation.id() + ": "
                    + fault.replaceAll("[0-9a-f-]{5,}", "#").replaceAll("took .*", "took too long");
            counts.merge(kind, 1, Integer::sum);
            if (faults.size() < MOST_FAULTS) {
                faults.putIfAbsent(kind, "\n\nrequest %d, seed %d, %s\n%s\n\n%s\n".formatted(
                        number, settings.seed(), call.changes, call, reply));
            }
        }
        fixture.cancel(reply.header("Location"));
        if (call.method.equals("DELETE") && !operation.isDelete() && !reply.isRefusal()) {
            fixture = Fixture.store(client, number);
        }
    }

    private static void change(Call call, Dice dice) {
        var calls = new CallChanges(dice);
        int changes = dice.of(0, 1, 1, 1, 1, 2, 2, 3);
        for (int i = 0; i < changes; i++) {
            if (call.body.length > 0 && dice.chance(0.75)) {
                changeBody(call, dice, calls);
            } else {
                switch (dice.below(10)) {
                    case 0, 1, 2 -> calls.query(call);
                    case 3, 4, 5 -> calls.path(call);
                    case 6 -> calls.firstLine(call);
                    default -> calls.header(call);
                }
            }
        }
        // Last: what is changed after it would not be framed.
        if (call.body.length > 0 && changes > 0 && dice.chance(0.08)) {
            calls.transfer(call);
        }
    }

    private static void changeBody(Call call, Dice dice, CallChanges calls) {
        int kind = dice.below(10);
        if (kind < 6 && call.hasJson()) {
            json(call).ifPresent(document -> {
                var changed = new JsonChanges(dice).change(document, call.changes);
                call.text(changed.toString());
            });
        } else if (kind < 8) {
            new TextChanges(dice).change(call);
        } else {
            if (dice.chance(0.5)) {
                calls.contentType(call);
            } else {
                calls.encoding(call);
            }
        }
    }

    private static Optional<JsonNode> json(Call call) {
        try {
            return Optional.of(JsonMapper.shared().readTree(call.text()));
        } catch (JacksonException _) {
            return Optional.empty(); // an earlier change broke it
        }
    }

    private boolean isRefusedByContract(Operation operation, Call call) {
        return !LENIENT.contains(operation.id()) && call.method.equals(operation.method()) && call.hasJson()
                && call.missingBytes == 0
                && call.header("Transfer-Encoding").isEmpty() && operation.bodyTypes().contains("application/json")
                && operation.pattern().matcher(call.pathOnly()).matches()
                && json(call).filter(body -> !oracle.allows(operation, body)).isPresent();
    }

    private String report() {
        // .ci/fuzzer.mjs reads the first line.
        var report = new StringBuilder(
                "Fuzzer, seed %d: %d requests, %s; the longest answer took %d ms, %d took longer than %d s%n"
                        .formatted(settings.seed(), classes.values().stream().mapToInt(Integer::intValue).sum(),
                                classes,
                                longest.toMillis(), late, PROMISE.toSeconds()));
        answers.forEach((operation, statuses) -> report.append("%-28s %s%n".formatted(operation, statuses)));
        counts.forEach((kind, count) -> report.append("FAULT %5d %s%n".formatted(count, kind)));
        return report.toString();
    }
}
