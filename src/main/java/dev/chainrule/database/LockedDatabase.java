package dev.chainrule.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences, instead of H2's two hundred lines, that another service uses the data folder. */
class LockedDatabase extends AbstractFailureAnalyzer<SQLException> {
    /** H2's code for a database file that another process has opened. */
    private static final int ALREADY_OPEN = 90020;

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, SQLException cause) {
        return cause.getErrorCode() != ALREADY_OPEN
                ? null
                : new FailureAnalysis(
                        "Another process has opened the embedded database.",
                        "Stop the other service, or give this one a folder of its own with chainrule.data-folder.",
                        cause);
    }
}
