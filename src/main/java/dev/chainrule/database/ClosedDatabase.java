package dev.chainrule.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.chainrule.health.FatalErrors;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells the connection pool which connections to the embedded database are no longer usable. After a failed write, such as on a full disk,
 * H2 closes the database under all its connections, which still report that they are valid; a new connection opens it again, with
 * everything that was committed. Where H2 names an {@link OutOfMemoryError} as the cause, the process ends: what H2 still has in memory
 * must not be written.
 */
final class ClosedDatabase implements SQLExceptionOverride {
    /** H2's codes for an error that it has no code for, one of the file system, and two of a database that is closed. */
    private static final Set<Integer> LOST = Set.of(50000, 90031, 90098, 90121);

    private final DatabaseHealth health;

    ClosedDatabase(DatabaseHealth health) {
        this.health = health;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        FatalErrors.endOn(failure);
        health.examine(failure);
        return LOST.contains(failure.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
