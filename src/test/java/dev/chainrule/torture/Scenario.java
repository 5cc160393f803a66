package dev.chainrule.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Which service suffers, and what happens to it how often. */
record Scenario(String name, Storage storage, int replicas, List<Event> events) {

    /** What a service keeps its jobs in. */
    enum Storage {
        H2,
        POSTGRES
    }

    /** What happens to a service. */
    enum Event {
        /** A replica is killed at any moment, also while it starts. */
        KILL,
        /** A replica is asked to end. */
        STOP,
        /** A replica is suspended for a while, and comes back. */
        SUSPENSION,
        /** PostgreSQL loses its power, or H2's disk is full, for a while. */
        OUTAGE
    }

    /** A few scenarios in which much happens where there is little time, else one for each kind of trouble. */
    static List<Scenario> of(TortureSettings settings) {
        int kills = settings.kills();
        var random = new Random(settings.seed());
        var scenarios = settings.isLarge()
                ? Stream.of(
                        new Scenario("kills, one replica on H2", Storage.H2, 1,
                                shuffled(random, kills, kills / 10, 0, 0)),
                        new Scenario("kills, one replica on PostgreSQL", Storage.POSTGRES, 1,
                                shuffled(random, kills, kills / 10, 0, 0)),
                        new Scenario("kills, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                                shuffled(random, kills, kills / 10, 0, 0)),
                        new Scenario("full disk, one replica on H2", Storage.H2, 1,
                                shuffled(random, kills / 10, 0, 0, kills / 10)),
                        new Scenario("database stopped, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                                shuffled(random, kills / 10, 0, 0, kills / 10)),
                        new Scenario("suspensions, three replicas on PostgreSQL", Storage.POSTGRES, 3,
                                shuffled(random, kills / 10, 0, Math.max(2, kills / 20), 0)))
                : Stream.of(
                        new Scenario("one replica on H2", Storage.H2, 1, shuffled(random, kills, 0, 0, 1)),
                        new Scenario("three replicas on PostgreSQL", Storage.POSTGRES, 3,
                                shuffled(random, kills, 0, 1, 1)));
        return scenarios.filter(scenario -> settings.scenarios().matcher(scenario.name()).find()).toList();
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

    /** Its database, which is kept in this folder. */
    Database database(Path folder) throws IOException {
        return switch (storage) {
            case H2 -> H2Database.in(folder);
            case POSTGRES -> PostgresDatabase.in(folder);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
