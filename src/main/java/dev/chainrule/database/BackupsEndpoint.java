package dev.chainrule.database;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Lists the backups of the embedded database, and makes one. */
@Component
@Endpoint(id = "backups")
@Conditional(OnEmbeddedDatabase.class)
class BackupsEndpoint {
    private final Backups backups;

    BackupsEndpoint(Backups backups) {
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
        return new BackupList(backups.list().stream().map(Entry::of).toList());
    }

    /** Answers once the backup is complete. */
    @WriteOperation
    Entry make() {
        try {
            return Entry.of(backups.begin().join());
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw failure;
        }
    }
}
