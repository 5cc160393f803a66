package dev.chainrule.fuzzer;

import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** What requests can store; the rows that training writes are left out. */
final class Storage {
    private static final String ROWS =
            """
                    SELECT (SELECT count(*) FROM dataset), (SELECT count(*) FROM model), (SELECT count(*) FROM training_job),
                           (SELECT count(*) FROM sweep), (SELECT count(*) FROM api_key), (SELECT count(*) FROM model WHERE serves <> 'newest'),
                           (SELECT coalesce(sum(length(aliases)), 0) FROM model)""";

    private static final String UNUSED = """
            SELECT count(*) FROM content WHERE id NOT IN (SELECT content_id FROM dataset)
            AND id NOT IN (SELECT definition_id FROM model) AND id NOT IN (SELECT preprocessing_id FROM model_version)
            AND id NOT IN (SELECT weights_id FROM model_version) AND id NOT IN (SELECT content_id FROM checkpoint)""";

    private final JdbcTemplate database;

    Storage(JdbcTemplate database) {
        this.database = database;
    }

    /** Differs whenever a dataset, a model, a job, a sweep, a key, an alias or what a model serves was stored or deleted. */
    String mark() {
        return String.valueOf(database.queryForMap(ROWS));
    }

    /** Contents that belong to nothing. */
    int unusedContents() {
        return Objects.requireNonNull(database.queryForObject(UNUSED, Integer.class));
    }
}
