package dev.chainrule.database;

/** The embedded database's file cannot be read, and nothing was written to it. */
final class DamagedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedDatabaseException(Throwable cause) {
        super(cause);
    }
}
