package dev.chainrule.torture;

import java.nio.file.Path;
import java.util.List;

/** The embedded database of one replica, on a disk that can be full. */
record H2Database(Path folder, Disk disk) implements Database {

    static H2Database in(Path folder) {
        return new H2Database(folder, Disk.at(folder));
    }

    @Override
    public List<String> arguments() {
        return List.of("--chainrule.data-folder=" + folder);
    }

    @Override
    public void fail(List<Replica> replicas) {
        disk.fill(replicas);
    }

    @Override
    public void recover(List<Replica> replicas) {
        disk.free(replicas);
    }

    @Override
    public void close() {
        disk.close();
    }
}
