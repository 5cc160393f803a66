package dev.chainrule.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/** Says in a few sentences, instead of H2's two hundred lines, that the embedded database is damaged, and how to restore it. */
class DamagedDatabase implements FailureAnalyzer {
    private final Environment settings;

    DamagedDatabase(Environment settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return Damage.isCauseOf(failure)
                ? EmbeddedDatabase.of(settings).map(database -> analysis(database, failure)).orElse(null)
                : null;
    }

    private static FailureAnalysis analysis(EmbeddedDatabase database, Throwable failure) {
        boolean untouched = false;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            untouched |= cause instanceof DamagedDatabaseException;
        }
        return new FailureAnalysis(
                Damage.description(database, failure) + System.lineSeparator()
                        + (untouched ? "Nothing was overwritten: the file is as it was before this start."
                                : "The damage was found after the file had been opened."),
                Damage.remedy(database),
                failure);
    }
}
