package dev.chainrule.security;

import dev.chainrule.budget.Caller;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.JsonBinder;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ResourceName;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The keys in the database: makes, lists and revokes them. */
@Service
class Keys {
    private static final Logger log = LoggerFactory.getLogger(Keys.class);

    /** All are in memory, see {@link KeyRing}. */
    private static final int MAX_KEYS = 1000;

    /** Names of callers that have no key of the database. */
    private static final Set<String> RESERVED = Set.of(Identity.ADMIN, Identity.ANONYMOUS, Caller.SERVICE);

    private static final Instant LATEST = OffsetDateTime.of(9999, 12, 31, 0, 0, 0, 0, ZoneOffset.UTC).toInstant();

    private final KeyRepository stored;
    private final KeyRing ring;
    private final JsonBinder json;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Keys(KeyRepository stored, KeyRing ring, JsonBinder json, TransactionTemplate transaction, Clock clock) {
        this.stored = stored;
        this.ring = ring;
        this.json = json;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Request(@Nullable String name, @Nullable String role, @Nullable String expiresAt) {}

    /** A new key: the only time that its text is known. */
    record NewKey(StoredKey key, KeyText text) {}

    /**
     * Makes a key, and deletes those that have expired: they neither keep their names nor count.
     *
     * @throws ProblemException (409) if the name is taken or there are too many keys, (422) if the body is wrong
     */
    NewKey make(JsonNode body, String createdBy) {
        var faults = new Faults();
        var request = json.bindReadable(body, Request.class, faults);
        var name = name(request.name(), faults);
        var role = faults.choice("role", request.role(), KeyRole.class);
        var expiresAt = Optional.ofNullable(request.expiresAt()).flatMap(text -> time(text, faults.at("expiresAt")));
        faults.throwIfAny();
        var text = KeyText.make();
        var key = new StoredKey(text, name, role.orElseThrow(), expiresAt, createdBy, clock.instant());
        store(key);
        ring.changed();
        log.info("{} made the key \"{}\" ({}, {})", createdBy, name, key.id(), key.role());
        return new NewKey(key, text);
    }

    private static String name(@Nullable String name, Faults faults) {
        if (name == null) {
            faults.add("name", "is missing: name who uses the key, such as ci");
            return "";
        }
        ResourceName.check(name, faults);
        faults.require(!RESERVED.contains(name), "name",
                "must not be one of " + String.join(", ", RESERVED.stream().sorted().toList())
                        + ", which stand for callers without such a key");
        return name;
    }

    /** @return empty, and a fault noted, if the text is no time in the future */
    private Optional<Instant> time(String text, Faults at) {
        try {
            var time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isAfter(clock.instant()) && time.isBefore(LATEST)) {
                return Optional.of(time);
            }
            at.add("must be in the future, and before 9999-12-31, but is " + text);
        } catch (DateTimeParseException _) {
            at.add("must be a time with an offset from UTC, such as 2030-12-31T23:59:59Z");
        }
        return Optional.empty();
    }

    private void store(StoredKey key) {
        try {
            transaction.executeWithoutResult(_ -> {
                int expired = stored.deleteExpired(clock.instant());
                if (expired > 0) {
                    log.info("Deleting {} keys that have expired", expired);
                }
                if (stored.existsByName(key.name())) {
                    throw taken(key);
                }
                if (stored.count() >= MAX_KEYS) {
                    throw ProblemException
                            .conflict("There are " + MAX_KEYS + " keys, and may not be more: revoke some first");
                }
                stored.saveAndFlush(key);
            });
        } catch (DataIntegrityViolationException _) {
            throw taken(key);
        }
    }

    private static ProblemException taken(StoredKey key) {
        return ProblemException.conflict(
                "There is already a key named \"" + key.name() + "\": choose another name, or revoke that key first");
    }

    /** Newest first. */
    List<StoredKey> list() {
        return stored.findByOrderByCreatedAtDescIdAsc();
    }

    /** @throws ProblemException (404) if there is none */
    StoredKey find(String id) {
        return Optional.of(id).filter(KeyText::isId).flatMap(stored::findById)
                .orElseThrow(() -> ProblemException.notFound("key", id));
    }

    /**
     * Revokes a key: requests with it are refused, here from now on, on other replicas ten seconds later at most.
     *
     * @throws ProblemException (404) if there is none
     */
    void revoke(String id, String revokedBy) {
        var key = find(id);
        transaction.executeWithoutResult(_ -> {
            if (stored.deleteById(id) == 0) {
                throw ProblemException.notFound("key", id);
            }
        });
        ring.changed();
        log.info("{} revoked the key \"{}\" ({}, {})", revokedBy, key.name(), id, key.role());
    }
}
