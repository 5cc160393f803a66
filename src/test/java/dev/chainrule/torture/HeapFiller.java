package dev.chainrule.torture;

import dev.chainrule.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The main class of every replica: starts the service, and fills the heap once a byte arrives on standard input. The service itself
 * knows nothing of it.
 */
final class HeapFiller {
    private static final int BLOCK = 1 << 20;
    private static final int SMALL_BLOCK = 1 << 10;

    /** Below this much free memory the blocks are small, so that another thread may be the one whose allocation fails. */
    private static final long ALMOST_FULL = 8L << 20;

    private HeapFiller() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("heap-filler").start(HeapFiller::fillOnCommand);
        Launcher.main(arguments);
    }

    private static void fillOnCommand() {
        try {
            if (System.in.read() >= 0) {
                fill();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Keeps what it allocates until an allocation fails: the error ends the process. */
    private static void fill() {
        var kept = new Object[0];
        while (true) {
            kept = new Object[] {kept, new byte[free() > ALMOST_FULL ? BLOCK : SMALL_BLOCK]};
        }
    }

    private static long free() {
        var runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
