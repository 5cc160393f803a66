package dev.chainrule.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Damages files as broken disks and broken heaps do. */
final class Damages {
    private Damages() {}

    static void overwrite(Path file, long position, int bytes) throws IOException {
        var garbage = new byte[bytes];
        Arrays.fill(garbage, (byte) 0x5a);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(garbage), position);
        }
    }

    static void truncate(Path file, long bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }
}
