package dev.chainrule;

/**
 * The entry point of {@code java -jar}: starts the service, or says which Java it needs.
 *
 * <p>The build compiles this class alone for Java 17, the oldest that Spring Boot's own loader runs on, so it can name the
 * service only by reflection: all other classes need Java 25 to be loaded at all.
 */
public final class Launcher {
    private static final int REQUIRED = 25;

    private Launcher() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (Runtime.version().feature() < REQUIRED) {
            System.err.printf(
                    "Chainrule needs Java %d or newer; this is Java %s in %s.%n"
                            + "Start it with the bin/java of a newer one, or with mvn spring-boot:run, which finds an installed one.%n",
                    REQUIRED, Runtime.version(), System.getProperty("java.home"));
            System.exit(1);
        }
        Class.forName("dev.chainrule.ChainruleApplication").getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
