package dev.chainrule.torture;

import java.io.IOException;
import java.util.List;

/** The database of the replicas, which can fail and recover. */
sealed interface Database extends AutoCloseable permits H2Database, PostgresDatabase {

    /** The options with which a replica uses it. */
    List<String> arguments();

    /**
     * Makes it unavailable to the replicas.
     *
     * @param replicas those that use it
     */
    void fail(List<Replica> replicas);

    /** Makes it available again. */
    void recover(List<Replica> replicas) throws IOException;

    @Override
    void close() throws IOException;
}
