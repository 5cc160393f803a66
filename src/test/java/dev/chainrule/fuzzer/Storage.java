package dev.chainrule.fuzzer;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;

/** What requests can store; the rows that training writes are left out. */
final class Storage {
    /** Columns without names would have the same one, and a map keeps one of them. */
    private static final String ROWS = """
            SELECT (SELECT count(*) FROM dataset) AS datasets, (SELECT count(*) FROM model) AS models,
                   (SELECT count(*) FROM training_job) AS jobs, (SELECT count(*) FROM sweep) AS sweeps,
                   (SELECT count(*) FROM api_key) AS api_keys""";

    private static final String SERVED =
            "SELECT name, serves, aliases FROM model WHERE serves <> 'newest' OR aliases <> '{}' ORDER BY id";

    private static final String JOBS =
            "SELECT id, state, transitions FROM training_job WHERE id = ? OR sweep_id = ? ORDER BY id";

    private static final String UNUSED = """
            SELECT count(*) FROM content WHERE id NOT IN (SELECT content_id FROM dataset)
            AND id NOT IN (SELECT definition_id FROM model) AND id NOT IN (SELECT preprocessing_id FROM model_version)
            AND id NOT IN (SELECT weights_id FROM model_version) AND id NOT IN (SELECT content_id FROM checkpoint)""";

    private final JdbcTemplate database;

    Storage(JdbcTemplate database) {
        this.database = database;
    }

    /**
     * What is stored.
     *
     * @param rows how many of each kind
     * @param served by models, with their aliases
     * @param jobs those that requests name, with their states
     */
    record Mark(Map<String, Object> rows, List<Map<String, Object>> served, List<Map<String, Object>> jobs) {}

    /**
     * Differs whenever a dataset, a model, a job, a sweep or a key was stored or deleted, an alias or what a model serves was
     * changed, or a job was commanded.
     *
     * @param fixture has the jobs that requests name: no worker changes them, because they have ended
     */
    Mark mark(Fixture fixture) {
        return new Mark(database.queryForMap(ROWS), database.queryForList(SERVED),
                database.queryForList(JOBS, fixture.id("job"), fixture.id("sweep")));
    }

    /** Contents that belong to nothing. */
    int unusedContents() {
        return Objects.requireNonNull(database.queryForObject(UNUSED, Integer.class));
    }
}
