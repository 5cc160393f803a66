package dev.chainrule.job;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of jobs that are inserted without a request. */
final class StoredJobs {
    private StoredJobs() {}

    /** Stores a job that trains the model "never" with the dataset "trained", and that no worker ever takes. */
    static UUID failedBeforeItsFirstEpoch(JdbcClient database) {
        var id = UUID.randomUUID();
        database.sql(
                """
                        insert into training_job (id, state, stop_reason, error, model_id, model_name, dataset_id,
                            dataset_name, spec, epochs, seed, request_sha256, created_by, created_at, row_version, claim,
                            transitions, priority, memory_bytes)
                        values (:id, 'FAILED', 'ERROR', 'for the test', :id, 'never', :id,
                            'trained', '{}', 3, 1, '', 'test', :now, 0, 1, '[]', 0, 0)""")
                .param("id", id)
                .param("now", OffsetDateTime.now(ZoneOffset.UTC))
                .update();
        database.sql("insert into job_progress (job_id, claim, epoch) values (:id, 0, -1)").param("id", id).update();
        return id;
    }

    static void delete(JdbcClient database, UUID job) {
        database.sql("delete from training_job where id = :id").param("id", job).update();
    }
}
