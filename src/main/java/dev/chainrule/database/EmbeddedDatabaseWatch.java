package dev.chainrule.database;

import dev.chainrule.health.FatalErrors;
import dev.chainrule.health.Vitals;
import dev.chainrule.health.Vitals.Activity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Detects that the embedded database stays closed for this process: H2 closes it under its connections after a failed write, and may then
 * find its file locked by the same process. Only a restart helps then. It does not help against any other failure, such as a full disk.
 */
@Component
class EmbeddedDatabaseWatch {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabaseWatch.class);
    private static final int LOOK_MILLISECONDS = 5000;

    /** H2's codes for a file that is locked, a database or a store that is closed, and one that is being shut down. */
    private static final Set<Integer> CLOSED = Set.of(90020, 90098, 90121);

    /** What H2 says in an error without a code of its own. */
    private static final String CLOSED_STORE = "This store is closed";

    private final DataSource dataSource;

    /** Empty if the database is not in this process. */
    private final Optional<Activity> activity;

    private final AtomicBoolean looking = new AtomicBoolean();

    EmbeddedDatabaseWatch(DataSource dataSource, DatabaseProduct database, Vitals vitals) {
        this.dataSource = dataSource;
        this.activity = database.embedded()
                ? Optional.of(vitals.begin("Embedded database", Duration.ofMillis(LOOK_MILLISECONDS)))
                : Optional.empty();
    }

    /** At a fixed rate the next check has a thread of its own, while this one may still wait for a connection. */
    @Scheduled(fixedRate = LOOK_MILLISECONDS)
    void look() {
        if (activity.isPresent() && looking.compareAndSet(false, true)) {
            try {
                if (isOpen()) {
                    activity.get().beat();
                }
            } finally {
                looking.set(false);
            }
        }
    }

    /** Also true if the database fails in a way that a restart would not help. */
    boolean isOpen() {
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            statement.execute("select 1");
            return true;
        } catch (SQLException failure) {
            FatalErrors.endOn(failure);
            log.debug("The embedded database fails", failure);
            return !isClosed(failure);
        }
    }

    private static boolean isClosed(SQLException failure) {
        return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException error
                        && (CLOSED.contains(error.getErrorCode()) || saysClosed(error)));
    }

    private static boolean saysClosed(SQLException error) {
        var message = error.getMessage();
        return message != null && message.contains(CLOSED_STORE);
    }
}
