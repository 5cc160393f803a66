package dev.chainrule.matrix.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The size of a core's L2 cache. It determines the size of a product's blocks, and so the speed, but no bit of the result. */
final class L2Cache {
    /** Linux describes each cache here. On other systems, and where a container hides it, a usual size is assumed. */
    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})([KM])");

    private static final int USUAL = 1 << 20;
    private static final int LEAST = 1 << 18;
    private static final int MOST = 1 << 22;

    private L2Cache() {}

    /** Its bytes, from 256 KiB to 4 MiB. */
    static int bytes() {
        return bytes(LINUX);
    }

    /** @param caches a folder for each cache, {@code index0}, {@code index1}, …, with the files {@code level} and {@code size} */
    static int bytes(Path caches) {
        try (var folders = Files.newDirectoryStream(caches, "index*")) {
            for (var cache : folders) {
                if (Files.readString(cache.resolve("level")).strip().equals("2")) {
                    return parse(Files.readString(cache.resolve("size")).strip());
                }
            }
            return USUAL;
        } catch (IOException | DirectoryIteratorException _) {
            return USUAL;
        }
    }

    /** Parses a size as Linux writes it: {@code 1024K}. */
    static int parse(String size) {
        var parts = SIZE.matcher(size);
        if (!parts.matches()) {
            return USUAL;
        }
        var unit = parts.group(2).equals("K") ? 1L << 10 : 1L << 20;
        return Math.clamp(Long.parseLong(parts.group(1)) * unit, LEAST, MOST);
    }
}
