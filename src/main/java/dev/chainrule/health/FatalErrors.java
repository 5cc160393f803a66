package dev.chainrule.health;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process on an error after which its memory cannot be trusted, before anything is written with it: every
 * {@link VirtualMachineError} except a {@link StackOverflowError}, which ends one computation only.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does the same where the virtual machine itself finds the heap full. This class covers a start
 * without that option, and what Java code throws: "unable to create native thread", "Direct buffer memory", "Required length exceeds
 * implementation limit". An array that is too long for Java leaves the heap intact, but ends the process, too: the virtual machine's own
 * option does not distinguish it either, no message identifies it reliably, and sizes within the service's limits stay far below it.
 *
 * <p>Only the chain of causes is examined, and nothing is allocated for that.
 */
public final class FatalErrors {
    /** Also the exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    /** A chain of causes may be cyclic. */
    private static final int LONGEST_CHAIN = 100;

    private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);

    /** Linked in advance, while there is memory for it. */
    private static final IntConsumer HALT = Runtime.getRuntime()::halt;

    /** For standard error, if there is no memory for the log. */
    private static final byte[] LAST_LINE = ("Fatal error: the process ends with exit code " + EXIT_CODE
            + ". The next start resumes its jobs" + System.lineSeparator()).getBytes(StandardCharsets.US_ASCII);

    private FatalErrors() {}

    /** Loads and links what {@link #endOn(Throwable)} needs: with a full heap that would fail. */
    static void prepare() {
        endOn(new StackOverflowError());
    }

    /** Does not return if a fatal error is the failure or among its causes; nothing is closed, and no shutdown hook runs. */
    public static void endOn(Throwable failure) {
        endOn(failure, HALT);
    }

    static void endOn(Throwable failure, IntConsumer exit) {
        var cause = failure;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                end(cause, exit);
                return;
            }
            cause = cause.getCause();
        }
    }

    private static void end(Throwable fatal, IntConsumer exit) {
        try {
            // Without its stack trace: the log's filter would see the error again.
            log.error("{}: the process ends with exit code {}. The next start resumes its jobs", fatal.toString(),
                    EXIT_CODE);
        } catch (VirtualMachineError _) {
            System.err.write(LAST_LINE, 0, LAST_LINE.length);
        } finally {
            exit.accept(EXIT_CODE);
        }
    }
}
