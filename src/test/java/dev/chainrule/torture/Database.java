package dev.chainrule.torture;

import java.io.IOException;
import java.util.List;

/** Where replicas keep what must not be lost, and which can be lost and come back itself. */
sealed interface Database extends AutoCloseable permits H2Database, PostgresDatabase {

    /** What tells a replica to use it. */
    List<String> arguments();

    /**
     * Makes it useless to the replicas.
     *
     * @param replicas those that use it
     */
    void fail(List<Replica> replicas);

    /** Makes it useful again. */
    void recover(List<Replica> replicas) throws IOException;

    @Override
    void close() throws IOException;
}
