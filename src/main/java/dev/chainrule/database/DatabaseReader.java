package dev.chainrule.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Reads a database file without writing to it: H2 changes even a file that it then cannot open. */
final class DatabaseReader {
    private static final String TABLES = """
            select table_schema, table_name from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('information_schema', 'pg_catalog')""";
    private static final String INDEXES = """
            select table_schema, table_name, index_name, column_name from information_schema.index_columns
            where ordinal_position = 1 and table_schema not in ('information_schema', 'pg_catalog')""";

    private DatabaseReader() {}

    /**
     * Opens the file: reads its header, the list of its chunks, the open transactions and the catalog.
     *
     * @throws SQLException if H2 cannot open it
     * @throws MVStoreException if H2 would open an older state than the one that was closed last
     */
    static void open(Path file, String user, String password) throws SQLException {
        requireLastState(file);
        connect(file, user, password).close();
    }

    /**
     * Opens the file, and reads every row of every table, and every index.
     *
     * @return how many tables there are
     */
    static int readWhole(Path file, String user, String password) throws SQLException {
        requireLastState(file);
        try (var database = connect(file, user, password);
                var statement = database.createStatement()) {
            var tables = names(statement, TABLES, 2);
            for (var table : tables) {
                readAll(statement, "select * from %s.%s".formatted(table.toArray()));
            }
            for (var index : names(statement, INDEXES, 4)) {
                readAll(statement,
                        "select %4$s from %1$s.%2$s use index (%3$s) order by %4$s".formatted(index.toArray()));
            }
            return tables.size();
        }
    }

    /**
     * A file that was closed names its last version in its header. Where that version cannot be read, H2 opens an older one, or an empty
     * database, without any error: everything that was committed since would be lost.
     */
    private static void requireLastState(Path file) {
        try (var store = new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            var header = store.getStoreHeader();
            boolean closed = DataUtils.readHexLong(header, "clean", 0) != 0;
            long last = DataUtils.readHexLong(header, "version", 0);
            if (closed && store.getCurrentVersion() < last) {
                throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT,
                        "Of its versions, {0} is the last that can be read, but {1} was written",
                        store.getCurrentVersion(),
                        last);
            }
        }
    }

    private static Connection connect(Path file, String user, String password) throws SQLException {
        return DriverManager.getConnection(EmbeddedDatabase.readOnlyUrl(file), user, password);
    }

    /** @return lists of {@code count} quoted names */
    private static List<List<String>> names(Statement statement, String query, int count) throws SQLException {
        var found = new ArrayList<List<String>>();
        try (var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                var names = new ArrayList<String>();
                for (int i = 1; i <= count; i++) {
                    names.add(statement.enquoteIdentifier(rows.getString(i), true));
                }
                found.add(names);
            }
        }
        return found;
    }

    private static void readAll(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            boolean more = rows.next();
            while (more) {
                more = rows.next();
            }
        }
    }
}
