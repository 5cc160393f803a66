package dev.chainrule.benchmark.service;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Watches jobs: many streams of events, and polls at a fixed rate, whether or not those before were answered. One thread and nothing but
 * sockets, for what it takes is not left for training.
 */
final class WatchingClient implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /** The last five bytes of an answer, {@code 0\r\n\r\n}, as a number. */
    private static final long LAST_CHUNK = 0x30_0D0A_0D0AL;

    private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;
    private static final String OK = "HTTP/1.1 200";

    private final InetSocketAddress address;
    private final List<String> jobs;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Deque<Poll> idle = new ArrayDeque<>();
    private final List<Double> pollSeconds = new ArrayList<>();
    private long eventBytes;
    private int openStreams;

    /** @param jobs the paths of those to watch, in turn */
    WatchingClient(int port, List<String> jobs) throws IOException {
        this.address = new InetSocketAddress("localhost", port);
        this.jobs = jobs;
        this.selector = Selector.open();
    }

    /** A connection that polls one job after the other. */
    private static final class Poll {
        @SuppressWarnings("NullAway.Init") // The key has the poll as its attachment.
        private SelectionKey key;
        private long due;
        private boolean begun;
        private long lastBytes;
    }

    /** A stream of events. */
    private static final class Stream {
        private boolean open;
    }

    /** Opens streams, and waits until the service has begun to answer all of them. */
    void open(int streams) throws IOException {
        for (int i = 0; i < streams; i++) {
            connect(jobs.get(i % jobs.size()) + "/events?after=latest", new Stream());
        }
        while (openStreams < streams) {
            selector.select(this::ready);
        }
    }

    private SelectionKey connect(String path, Object attachment) throws IOException {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.write(request(path));
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ, attachment);
    }

    private static ByteBuffer request(String path) {
        return StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /**
     * Polls for a time, and reads what comes through the streams.
     *
     * @return what each poll took, from when it was due to the last byte of the answer
     */
    List<Double> poll(int perSecond, double seconds) throws IOException {
        pollSeconds.clear();
        eventBytes = 0;
        long start = System.nanoTime();
        long interval = 1_000_000_000L / perSecond;
        int polls = (int) (seconds * perSecond);
        for (int i = 0; i < polls; i++) {
            long due = start + i * interval;
            read(due);
            send(jobs.get(i % jobs.size()), Math.min(due, System.nanoTime()));
        }
        while (pollSeconds.size() < polls) {
            selector.select(this::ready);
        }
        return List.copyOf(pollSeconds);
    }

    /** Of the last {@link #poll}. */
    long eventBytes() {
        return eventBytes;
    }

    /** Reads until it is time, to less than a millisecond. */
    private void read(long until) throws IOException {
        for (long left = until - System.nanoTime(); left >= 1_000_000; left = until - System.nanoTime()) {
            selector.select(this::ready, left / 1_000_000);
        }
        selector.selectNow(this::ready);
    }

    private void send(String job, long due) throws IOException {
        var poll = idle.poll();
        if (poll == null) {
            poll = new Poll();
            poll.due = due;
            poll.key = connect(job, poll);
        } else {
            poll.due = due;
            ((SocketChannel) poll.key.channel()).write(request(job));
        }
    }

    private void ready(SelectionKey key) {
        buffer.clear();
        try {
            if (((SocketChannel) key.channel()).read(buffer) < 0) {
                key.channel().close();
                // One that was not used for a while.
                if (!idle.remove(key.attachment())) {
                    throw new EOFException("the service ended a connection before its answer");
                }
                return;
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        switch (key.attachment()) {
            case Stream stream -> told(stream);
            case Poll poll -> answered(poll);
            default -> throw new IllegalStateException("neither a stream nor a poll");
        }
    }

    private void told(Stream stream) {
        if (!stream.open) {
            requireOk();
            stream.open = true;
            openStreams++;
        }
        eventBytes += buffer.position();
    }

    private void answered(Poll poll) {
        if (!poll.begun) {
            requireOk();
            poll.begun = true;
        }
        for (int i = Math.max(0, buffer.position() - Long.BYTES); i < buffer.position(); i++) {
            poll.lastBytes = ((poll.lastBytes << Byte.SIZE) | (buffer.get(i) & 0xFF)) & FIVE_BYTES;
        }
        if (poll.lastBytes == LAST_CHUNK) {
            pollSeconds.add((System.nanoTime() - poll.due) / 1e9);
            poll.begun = false;
            idle.add(poll);
        }
    }

    private void requireOk() {
        var begin = new String(buffer.array(), 0, Math.min(OK.length(), buffer.position()), StandardCharsets.US_ASCII);
        if (!begin.equals(OK)) {
            throw new IllegalStateException("expected " + OK + ", actual " + begin);
        }
    }

    /** Hangs up. */
    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
