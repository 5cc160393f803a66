package dev.chainrule.request;

import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connections of all clients. When their maximum number is reached, those that have been idle for the longest time are closed to make
 * room for new ones, so that a client cannot keep others out by opening connections. A connection is idle while it waits for its first
 * request, for the rest of a request's head, or for its next request. It is not while its request is served or waits for an event:
 * {@link Admission} admits fewer of these than there may be connections.
 */
final class ClientEndpoint extends NioEndpoint {
    /** Connections that are closed at a time, because looking for them costs time. */
    private static final int SHARE = 64;

    private static final long LOOK_AGAIN_MILLIS = 50;

    /**
     * The connection that was accepted last. Its request may not have been read yet, and it cannot be told from older ones by its time,
     * which has milliseconds. Only the thread that accepts connections uses it.
     */
    private @Nullable SocketChannel newest;

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        newest = socket;
        return super.setSocketOptions(socket);
    }

    @Override
    protected void countUpOrAwaitConnection() throws InterruptedException {
        while (isFull() && isRunning() && !isPaused() && !closeSilent()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        super.countUpOrAwaitConnection();
    }

    private boolean isFull() {
        return getMaxConnections() > 0 && getConnectionCount() >= getMaxConnections();
    }

    /** A connection, and when something was last read from it or written to it. */
    private record Age(SocketWrapperBase<NioChannel> connection, long lastUse) {
        static Age of(SocketWrapperBase<NioChannel> connection) {
            var socket = (NioSocketWrapper) connection;
            return new Age(connection, Math.max(socket.getLastRead(), socket.getLastWrite()));
        }
    }

    /** Whether any was closed. */
    private boolean closeSilent() {
        var ages = getConnections().stream()
                .filter(connection -> !connection.getSocket().getIOChannel().equals(newest))
                .map(Age::of)
                .sorted(Comparator.comparingLong(Age::lastUse))
                .toList();
        int left = Math.max(1, getMaxConnections() / SHARE);
        boolean any = false;
        for (var age : ages) {
            if (left > 0 && closeIfSilent(age.connection())) {
                left--;
                any = true;
            }
        }
        return any;
    }

    private static boolean closeIfSilent(SocketWrapperBase<NioChannel> connection) {
        // A thread that reads or serves a request holds the lock, also while it waits for its client or for news.
        if (!connection.getLock().tryLock()) {
            return false;
        }
        try {
            if (connection.isClosed()) {
                return false;
            }
            connection.close();
            return true;
        } finally {
            connection.getLock().unlock();
        }
    }
}
