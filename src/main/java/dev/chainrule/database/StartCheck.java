package dev.chainrule.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Reads the embedded database's file before the connection pool opens it for writing, and ends the start if it is damaged: even an
 * attempt to open it changes a damaged file, and H2 opens some as an older state or as an empty database.
 */
@Component
class StartCheck implements BeanPostProcessor {
    /** Larger files are opened for the check, but not read whole, so that the service starts soon. */
    private static final long MOST_BYTES_READ = 256L << 20;

    private final ObjectFactory<DatabaseHealth> health;

    /** @param health looked up when there is a pool: the beans that a post-processor depends on are not post-processed */
    StartCheck(ObjectFactory<DatabaseHealth> health) {
        this.health = health;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            EmbeddedDatabase.at(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword()).ifPresent(StartCheck::check);
            pool.setExceptionOverride(new ClosedDatabase(health.getObject()));
        }
        return bean;
    }

    /** Any other failure here, such as a file that another process has opened, occurs again when the pool opens the file. */
    private static void check(EmbeddedDatabase database) {
        try {
            boolean exists = Files.exists(database.file());
            long bytes = exists ? Files.size(database.file()) : 0;
            if (exists && bytes == 0 && !database.backups().list().isEmpty()) {
                // Without a backup the file may be that of a first start that was killed: nothing is lost then.
                throw new DamagedDatabaseException(
                        new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "The file is empty"));
            }
            if (bytes > MOST_BYTES_READ) {
                DatabaseReader.open(database.file(), database.user(), database.password());
            } else if (bytes > 0) {
                DatabaseReader.readWhole(database.file(), database.user(), database.password());
            }
        } catch (SQLException | MVStoreException failure) {
            if (Damage.isCauseOf(failure)) {
                throw new DamagedDatabaseException(failure);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
