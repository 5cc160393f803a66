package dev.chainrule.fuzzer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who sends the requests: with which key, to which host, from which address. */
final class Senders {
    /** From the least to the most. */
    private static final List<String> ROLES = List.of("reader", "trainer", "admin");

    private final RawClient client;
    private final List<Sender> choices;

    /** From so many addresses; 0: from this machine. */
    private final int addresses;

    private Senders(RawClient client, List<Sender> choices, int addresses) {
        this.client = client;
        this.choices = choices;
        this.addresses = addresses;
    }

    /**
     * A sender.
     *
     * @param name for people
     * @param header of the key; empty: none is sent
     * @param role of the key; empty: the key is not valid
     */
    record Sender(String name, Optional<String> header, Optional<String> role) {
        boolean mayNotCall(Operation operation) {
            return operation.role().filter(needed -> rank(role) < ROLES.indexOf(needed)).isPresent();
        }

        private static int rank(Optional<String> role) {
            return role.map(ROLES::indexOf).orElse(-1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Callers of a service that needs no keys. */
    static Senders onThisMachine(RawClient client) {
        return new Senders(client, List.of(new Sender("on this machine", Optional.empty(), Optional.of("admin"))), 0);
    }

    /**
     * Callers of a service that others reach, so few addresses that some fail too often: with a key of each role, with a wrong one and with none.
     *
     * @param keys of the roles, from the least to the most
     */
    static Senders elsewhere(RawClient client, List<String> keys) {
        var choices = Stream.of(
                new Sender("reader", bearer(keys.get(0)), Optional.of("reader")),
                new Sender("trainer", bearer(keys.get(1)), Optional.of("trainer")),
                new Sender("admin", bearer(keys.get(2)), Optional.of("admin")),
                new Sender("admin", bearer(keys.get(2)), Optional.of("admin")),
                new Sender("wrong key", bearer("crk_AAAAAAAA_" + "A".repeat(43)), Optional.empty()),
                new Sender("no key", Optional.empty(), Optional.empty()));
        return new Senders(client, choices.toList(), 8);
    }

    private static Optional<String> bearer(String key) {
        return Optional.of("Bearer " + key);
    }

    /** Chooses the sender of a call, and gives the call its headers, unless a change has given it others. A changed key is not valid. */
    Sender of(Call call, Dice dice) {
        var sender = dice.of(choices);
        if (call.header("Authorization").isEmpty()) {
            sender.header().ifPresent(header -> call.set("Authorization", header));
        }
        if (addresses > 0 && call.header("X-Forwarded-For").isEmpty()) {
            call.set("X-Forwarded-For", "198.51.100." + dice.below(addresses));
        }
        return sender;
    }

    Reply send(Call call) throws IOException {
        return client.send(call);
    }
}
