package dev.chainrule.database;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/**
 * Brings the schema to this version of the service at start, or says why it cannot. Flyway holds a lock of the database meanwhile, so that
 * of several replicas one migrates and the others wait.
 */
@Component
class SchemaMigration implements FlywayMigrationStrategy {
    private static final Set<MigrationState> FUTURE =
            EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final DatabaseProduct database;

    SchemaMigration(DatabaseProduct database) {
        this.database = database;
    }

    /** @throws UnusableSchemaException if the database has a schema that this version cannot migrate */
    @Override
    public void migrate(Flyway flyway) {
        try {
            flyway.migrate();
        } catch (FlywayValidateException invalid) {
            throw unusable(Arrays.asList(flyway.info().all()), invalid);
        } catch (FlywayException failure) {
            throw failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
                    ? foreign(failure)
                    : failure;
        }
    }

    private UnusableSchemaException unusable(List<MigrationInfo> migrations, FlywayException failure) {
        var future = newest(migrations, migration -> FUTURE.contains(migration.getState()));
        if (!future.isEmpty()) {
            var known = newest(migrations, migration -> migration.getResolvedChecksum() != null);
            return new UnusableSchemaException(
                    "The database " + database.place() + " has schema " + future
                            + ", of a newer version of the service; this one knows schemas up to " + known
                            + ". Nothing in it was changed.",
                    "Start the newer version. To go back to this one, restore a backup from before the upgrade.",
                    failure);
        }
        var failed = newest(migrations, migration -> migration.getState().isFailed());
        if (!failed.isEmpty()) {
            return new UnusableSchemaException(
                    "The migration of the database " + database.place() + " to schema " + failed
                            + " failed, and left a part of its changes.",
                    "Restore a backup from before the upgrade, and start the version that made it.", failure);
        }
        return new UnusableSchemaException(
                "The database " + database.place() + " has the schema of another build of the service: the migrations"
                        + " that were applied to it are not those of this build. Nothing in it was changed.",
                "Start the build that set the database up, or give this one an empty database with "
                        + (database.embedded() ? "chainrule.data-folder." : "spring.datasource.url."),
                failure);
    }

    private UnusableSchemaException foreign(FlywayException failure) {
        return new UnusableSchemaException(
                "The database " + database.place()
                        + " has tables, but this service did not create them. Nothing in it was changed.",
                "Give the service an empty database of its own with spring.datasource.url.", failure);
    }

    /** The newest schema of such migrations; empty: there are none. They come in the order of their versions. */
    private static String newest(List<MigrationInfo> migrations, Predicate<MigrationInfo> such) {
        return migrations.stream().filter(such).map(migration -> migration.getVersion().toString())
                .reduce("", (_, newer) -> newer);
    }
}
