package dev.chainrule.database;

import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/** Lists the backups of the embedded database, and makes one; with another database it says what to do instead. */
@Component
@Endpoint(id = "backups")
class BackupsEndpoint {
    private final Optional<Backups> backups;

    BackupsEndpoint(Optional<Backups> backups) {
        this.backups = backups;
    }

    /** @param backups newest first */
    record BackupList(List<Entry> backups) {}

    /** @param file as the command that restores it takes it */
    record Entry(String file, long bytes, String createdAt) {
        static Entry of(Backup backup) {
            return new Entry(backup.file().toString(), backup.bytes(), backup.createdAt().toString());
        }
    }

    @ReadOperation
    BackupList list() {
        return new BackupList(backups().list().stream().map(Entry::of).toList());
    }

    /** Answers once the backup is complete. */
    @WriteOperation
    Entry make() {
        try {
            return Entry.of(backups().begin().join());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw failure;
        }
    }

    /** @throws ProblemException if the database is not the embedded one */
    private Backups backups() {
        return backups.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND,
                "There are no backups here: the service makes them of its embedded database only. Back PostgreSQL up with pg_dump,"
                        + " as the documentation's page operations/postgresql.md says"));
    }
}
