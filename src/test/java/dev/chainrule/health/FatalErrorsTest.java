package dev.chainrule.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.matrix.OtherVirtualMachine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class FatalErrorsTest {
    private final List<Integer> exits = new ArrayList<>();

    static List<Throwable> fatal() {
        return List.of(
                new OutOfMemoryError("Java heap space"),
                new OutOfMemoryError("Requested array size exceeds VM limit"),
                new InternalError("a fault occurred in an unsafe memory access operation"),
                new IllegalStateException("Handler dispatch failed", new OutOfMemoryError("Direct buffer memory")),
                new RuntimeException(new SQLException("Out of memory", "HY000", 90108, new OutOfMemoryError())));
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aFatalErrorAnywhereInTheChainEndsTheProcess(Throwable failure) {
        FatalErrors.endOn(failure, exits::add);

        assertThat(exits).containsExactly(3);
    }

    static List<Throwable> bearable() {
        return List.of(new StackOverflowError(), new AssertionError("a bug"), new IllegalStateException(), ring());
    }

    private static Throwable ring() {
        var one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));
        return one;
    }

    @ParameterizedTest
    @MethodSource("bearable")
    void otherFailuresDoNotEndTheProcess(Throwable failure) {
        FatalErrors.endOn(failure, exits::add);

        assertThat(exits).isEmpty();
    }

    /** Where an error of {@link Program} ends up. */
    enum Way {
        THREAD, VIRTUAL_THREAD, LOG, LOG_WITH_ARGUMENTS
    }

    @Test
    void withoutMemoryForTheLogTheProcessStillEnds() {
        FatalErrors.endOn(
                new OutOfMemoryError() {
                    @Override
                    public String getMessage() {
                        throw new OutOfMemoryError("no memory for a text");
                    }
                }, exits::add);

        assertThat(exits).containsExactly(3);
    }

    @Test
    void withAHeapThatStaysFullTheProcessStillEnds() {
        var end = OtherVirtualMachine.start(FullProgram.class, List.of("-Xmx16m", "-XX:+UseSerialGC"), "").end();

        assertThat(end.exitCode()).as(end.output()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void errorThatNoCodeOfTheServiceSeesEndsTheProcess(Way way) {
        var end = OtherVirtualMachine.start(Program.class, List.of("-Xmx16m", "-XX:+UseSerialGC"), way.name()).end();

        assertThat(end.exitCode()).as(end.output()).isEqualTo(3);
        assertThat(end.output()).contains("OutOfMemoryError: Java heap space: the process ends with exit code 3")
                .doesNotContain("still there");
    }

    @Test
    void theVirtualMachinesOwnOptionHasTheSameExitCode() {
        var end = OtherVirtualMachine.start(
                Program.class, List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"), "LOG").end();

        assertThat(end.exitCode()).as(end.output()).isEqualTo(FatalErrors.EXIT_CODE);
    }

    /** Fills its heap to the last byte, and keeps it so. */
    static final class FullProgram {
        private static final Object[] blocks = new Object[1 << 12];

        private FullProgram() {}

        public static void main(String[] arguments) throws InterruptedException {
            // As at the service's start: the first hook and the first line initialise what Java itself needs to halt and to print.
            Runtime.getRuntime().addShutdownHook(new Thread());
            LoggerFactory.getLogger(FullProgram.class).info("Started");
            FatalErrorGuard.install();
            Thread.ofPlatform().start(FullProgram::fill).join();
        }

        private static void fill() {
            int filled = 0;
            for (int bytes = 1 << 16; bytes > 0; bytes /= 2) {
                try {
                    while (true) {
                        blocks[filled] = new byte[bytes];
                        filled++;
                    }
                } catch (OutOfMemoryError full) {
                    if (bytes == 1) {
                        throw full;
                    }
                }
            }
        }
    }

    /** Fills its heap, and does what a library may do with the error. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            FatalErrorGuard.install();
            var log = LoggerFactory.getLogger("library");
            switch (Way.valueOf(arguments[0])) {
                case THREAD -> Thread.ofPlatform().start(() -> fill()).join();
                case VIRTUAL_THREAD -> Thread.ofVirtual().start(() -> fill()).join();
                case LOG -> log.debug("Will keep running", error());
                case LOG_WITH_ARGUMENTS -> log.debug("{} {} {}", 1, 2, 3, error());
            }
            System.out.println("still there");
        }

        private static Throwable error() {
            try {
                throw new IllegalStateException("filled with " + fill());
            } catch (OutOfMemoryError full) {
                return full;
            }
        }

        private static int fill() {
            var blocks = new ArrayList<byte[]>();
            while (blocks.size() < Integer.MAX_VALUE) {
                blocks.add(new byte[1 << 16]);
            }
            return blocks.size();
        }
    }
}
