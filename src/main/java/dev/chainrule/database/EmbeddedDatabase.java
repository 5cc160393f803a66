package dev.chainrule.database;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The embedded database as the settings name it.
 *
 * @param url its JDBC address
 * @param file the one file that holds it
 */
record EmbeddedDatabase(String url, Path file, String user, String password) {
    static final String SUFFIX = ".mv.db";
    private static final String PREFIX = "jdbc:h2:file:";

    /** Settings of a check: no write, no file of its own, and results that are read row by row in little memory. */
    private static final String READ_ONLY = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;ACCESS_MODE_DATA=r;IFEXISTS=TRUE"
            + ";TRACE_LEVEL_FILE=0;LAZY_QUERY_EXECUTION=1;CACHE_SIZE=8192";

    /** Empty where the address is not that of an H2 file: PostgreSQL, or a database in memory. */
    static Optional<EmbeddedDatabase> at(@Nullable String url, @Nullable String user, @Nullable String password) {
        if (url == null || !url.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int settings = url.indexOf(';');
        var path = url.substring(PREFIX.length(), settings < 0 ? url.length() : settings);
        var expanded = path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
        return Optional.of(new EmbeddedDatabase(
                url,
                Path.of(expanded + SUFFIX).toAbsolutePath().normalize(),
                user == null ? "" : user,
                password == null ? "" : password));
    }

    /** The one that a service with these settings opens. */
    static Optional<EmbeddedDatabase> of(Environment settings) {
        return at(
                settings.getProperty("spring.datasource.url"),
                settings.getProperty("spring.datasource.username"),
                settings.getProperty("spring.datasource.password"));
    }

    /** The JDBC address by which a database file can be read, but not written. */
    static String readOnlyUrl(Path file) {
        var path = file.toAbsolutePath().toString();
        return PREFIX + path.substring(0, path.length() - SUFFIX.length()) + READ_ONLY;
    }

    Path folder() {
        return file.resolveSibling("");
    }

    BackupFolder backups() {
        var name = file.getFileName().toString();
        return new BackupFolder(folder().resolve("backups"), name.substring(0, name.length() - SUFFIX.length()));
    }
}
