package dev.chainrule.budget;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** Bytes of a {@link MemoryBudget} that are reserved until this is closed. Closing it twice does nothing. */
public final class Reservation implements AutoCloseable {
    private final long bytes;
    private final LongConsumer release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Reservation(long bytes, LongConsumer release) {
        this.bytes = bytes;
        this.release = release;
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.accept(bytes);
        }
    }
}
