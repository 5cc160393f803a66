package dev.chainrule.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk that can be full. */
sealed interface Disk extends AutoCloseable {

    void fill(List<Replica> replicas);

    void free(List<Replica> replicas);

    @Override
    void close();

    /** A small file system at this folder or, where the user may not mount one, a limit on the size of files. */
    static Disk at(Path folder) {
        try {
            return OfItsOwn.mount(folder);
        } catch (IllegalStateException forbidden) {
            LoggerFactory.getLogger(Disk.class).info("Files are limited instead of the disk: {}",
                    forbidden.getMessage());
            return new LimitedFiles();
        }
    }

    /** A file system in memory, which a file of ballast fills to the last byte. */
    record OfItsOwn(Path folder, Path ballast) implements Disk {
        private static final String SIZE = "256m";
        private static final int BLOCK = 1 << 12;

        static OfItsOwn mount(Path folder) {
            OtherProgram.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
            return new OfItsOwn(folder, folder.resolve("ballast"));
        }

        @Override
        public void fill(List<Replica> replicas) {
            try (var file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (Files.getFileStore(folder).getUsableSpace() > 0) {
                    file.write(ByteBuffer.allocate(BLOCK));
                }
            } catch (IOException full) {
                // The replica may have taken the last block: the disk is full as well.
                log().debug("Full", full);
            }
        }

        @Override
        public void free(List<Replica> replicas) {
            try {
                Files.delete(ballast);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            OtherProgram.run("umount", "--lazy", folder.toString());
        }

        private static Logger log() {
            return LoggerFactory.getLogger(Disk.class);
        }
    }

    /** No file of a replica may grow beyond a block: such a write fails with an exception. */
    record LimitedFiles() implements Disk {
        private static final String NO_MORE = "4096:unlimited";
        private static final String AS_MUCH_AS_WANTED = "unlimited:unlimited";

        @Override
        public void fill(List<Replica> replicas) {
            replicas.forEach(replica -> limit(replica, NO_MORE));
        }

        @Override
        public void free(List<Replica> replicas) {
            replicas.forEach(replica -> limit(replica, AS_MUCH_AS_WANTED));
        }

        private static void limit(Replica replica, String size) {
            OtherProgram.run("prlimit", "--pid", Long.toString(replica.process()), "--fsize=" + size);
        }

        @Override
        public void close() {}
    }
}
