package dev.chainrule.database;

/** The database has a schema that this version of the service can neither use nor migrate. */
final class UnusableSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String description;
    private final String remedy;

    /**
     * @param description why it cannot
     * @param remedy what the operator can do
     */
    UnusableSchemaException(String description, String remedy, Throwable cause) {
        super(description, cause);
        this.description = description;
        this.remedy = remedy;
    }

    String description() {
        return description;
    }

    String remedy() {
        return remedy;
    }
}
