package dev.chainrule.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A service, and how often which fault happens to it. */
record Scenario(String name, Storage storage, int replicas, Load load, List<Event> events) {
    private static final int ROUNDS_PER_KILL = 10;

    /** The database of a service. */
    enum Storage {
        H2,
        POSTGRES
    }

    /** The load of a service. */
    enum Load {
        /** It trains. */
        ORDERS,
        /** It trains, and evaluates large datasets when an event asks for it. */
        EVALUATIONS,
        /** It trains while attackers send requests that take much memory, time or many threads. */
        ATTACKS;

        /** Whether the service may ask clients to repeat requests later. */
        boolean isPressure() {
            return this != ORDERS;
        }
    }

    /** What happens to a service. */
    enum Event {
        /** A replica is killed at any moment, also while it starts. */
        KILL,
        /** A replica is asked to end. */
        STOP,
        /** A replica is suspended for some time, and resumed. */
        SUSPENSION,
        /** The heap of a replica is filled at any moment: the error ends it. */
        MEMORY_ERROR,
        /** PostgreSQL loses its power, or H2's disk is full, for a while. */
        OUTAGE,
        /** Several large datasets are evaluated at once. */
        EVALUATIONS,
        /** Nothing but the attacks, for a while. */
        ATTACKS
    }

    /**
     * A few scenarios with many faults in small runs, otherwise one for each kind of fault. Those of memory are included whenever they are
     * named.
     */
    static List<Scenario> of(TortureSettings settings) {
        var random = new Random(settings.seed());
        var size = settings.isLarge() ? large(settings, random) : small(settings, random);
        var scenarios = settings.isLarge() || settings.areScenariosNamed()
                ? Stream.of(size, pressure(settings), memory(settings))
                : Stream.of(size, pressure(settings));
        return scenarios.flatMap(List::stream).filter(scenario -> settings.allows(scenario.name())).toList();
    }

    private static List<Scenario> large(TortureSettings settings, Random random) {
        int kills = settings.kills();
        return List.of(
                trained("kills, one replica on H2", Storage.H2, 1, shuffled(random, kills, kills / 10, 0, 0)),
                trained("kills, one replica on PostgreSQL", Storage.POSTGRES, 1,
                        shuffled(random, kills, kills / 10, 0, 0)),
                trained("kills, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                        shuffled(random, kills, kills / 10, 0, 0)),
                trained("full disk, one replica on H2", Storage.H2, 1,
                        shuffled(random, kills / 10, 0, 0, kills / 10)),
                trained("database stopped, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                        shuffled(random, kills / 10, 0, 0, kills / 10)),
                trained("suspensions, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                        shuffled(random, kills / 10, 0, Math.max(2, kills / 20), 0)));
    }

    private static List<Scenario> small(TortureSettings settings, Random random) {
        int kills = settings.kills();
        return List.of(
                trained("one replica on H2", Storage.H2, 1,
                        with(Event.MEMORY_ERROR, shuffled(random, kills, 0, 0, 1))),
                trained("three replicas on PostgreSQL", Storage.POSTGRES, 3, shuffled(random, kills, 0, 1, 1)));
    }

    private static Scenario trained(String name, Storage storage, int replicas, List<Event> events) {
        return new Scenario(name, storage, replicas, Load.ORDERS, events);
    }

    /** Half of the kills each in small runs, all of them each in large ones. */
    private static List<Scenario> pressure(TortureSettings settings) {
        int kills = settings.isLarge() ? settings.kills() : Math.max(1, settings.kills() / 2);
        var events = alternating(Event.ATTACKS, 1, Event.KILL, kills);
        return List.of(
                new Scenario("pressure, one replica on H2", Storage.H2, 1, Load.ATTACKS, events),
                new Scenario("pressure, one replica on PostgreSQL", Storage.POSTGRES, 1, Load.ATTACKS, events));
    }

    private static List<Scenario> memory(TortureSettings settings) {
        return List.of(
                trained("memory errors, one replica on H2", Storage.H2, 1,
                        Collections.nCopies(settings.memoryErrors(), Event.MEMORY_ERROR)),
                new Scenario("evaluations, one replica on H2", Storage.H2, 1, Load.EVALUATIONS,
                        alternating(Event.EVALUATIONS, ROUNDS_PER_KILL, Event.KILL,
                                Math.ceilDiv(settings.rounds(), ROUNDS_PER_KILL))));
    }

    /** One event some times, then the other once, all of it some times. */
    private static List<Event> alternating(Event one, int times, Event other, int rounds) {
        return IntStream.range(0, rounds)
                .boxed()
                .flatMap(_ -> Stream.concat(Collections.nCopies(times, one).stream(), Stream.of(other)))
                .toList();
    }

    private static List<Event> with(Event last, List<Event> events) {
        return Stream.concat(events.stream(), Stream.of(last)).toList();
    }

    private static List<Event> shuffled(Random random, int kills, int stops, int suspensions, int outages) {
        var events = new ArrayList<Event>();
        events.addAll(Collections.nCopies(kills, Event.KILL));
        events.addAll(Collections.nCopies(stops, Event.STOP));
        events.addAll(Collections.nCopies(suspensions, Event.SUSPENSION));
        events.addAll(Collections.nCopies(outages, Event.OUTAGE));
        Collections.shuffle(events, random);
        return List.copyOf(events);
    }

    /** Its database, which is kept in this folder; datasets of millions of rows need more than the disk that can be full has. */
    Database database(Path folder) throws IOException {
        return switch (storage) {
            case H2 -> load.isPressure() ? new H2Database(folder, new Disk.LimitedFiles()) : H2Database.in(folder);
            case POSTGRES -> PostgresDatabase.in(folder);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
