package dev.chainrule.benchmark.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A system that is measured, and how its process is started: with as many threads as it is to have, and as it is fastest. */
public enum Contender {
    CHAINRULE("Chainrule"),
    DJL("DJL/PyTorch"),
    DL4J("DL4J/ND4J"),
    SMILE("Smile");

    /**
     * glibc hands large blocks back to the kernel at every free, which costs a library much that allocates in every step. With
     * these settings it keeps them.
     */
    private static final Map<String, String> KEEP_MEMORY = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824", "MALLOC_TRIM_THRESHOLD_", "4294967296", "MALLOC_TOP_PAD_",
            "67108864");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    /** As tables name it. */
    public String label() {
        return label;
    }

    /** As settings name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public static Contender of(String key) {
        return Arrays.stream(values())
                .filter(contender -> contender.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected systems of " + Arrays.toString(values()).toLowerCase(Locale.ROOT) + ", actual "
                                + key));
    }

    /**
     * Its process. The first two arguments of the main class are this contender's name and the number of threads.
     *
     * @param name of the process and its log, to which the number of threads is added
     */
    public ChildCommand command(String name, Class<?> main, int threads, Settings settings, String... more) {
        var options = new ArrayList<>(options(threads, settings));
        options.add("-Xmx" + settings.heap());
        var arguments = new ArrayList<>(List.of(name(), String.valueOf(threads)));
        arguments.addAll(Arrays.asList(more));
        return new ChildCommand(name + "-" + threads, options, environment(threads), main.getName(), arguments);
    }

    private List<String> options(int threads, Settings settings) {
        var libraries = settings.folder().resolve("native");
        return switch (this) {
            case CHAINRULE, SMILE -> List.of();
            case DJL -> List.of(
                    "-Dai.djl.offline=true",
                    "-DDJL_CACHE_DIR=" + libraries,
                    "-Dai.djl.pytorch.num_threads=" + threads,
                    "-Dai.djl.pytorch.num_interop_threads=1");
            case DL4J -> List.of(
                    "-Dorg.bytedeco.javacpp.cachedir=" + libraries,
                    // No limit: by default it is the heap's.
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
        };
    }

    private Map<String, String> environment(int threads) {
        var environment = new HashMap<>(KEEP_MEMORY);
        for (var name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
            environment.put(name, String.valueOf(threads));
        }
        if (this == DL4J) {
            // Its OpenMP threads would spin while those of its OpenBLAS work, and while it is idle.
            environment.put("OMP_WAIT_POLICY", "PASSIVE");
        }
        return environment;
    }

    /** The file that a library's class comes from: its name and version. */
    public static String library(Class<?> ofIt) {
        var path = ofIt.getProtectionDomain().getCodeSource().getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1).replace(".jar", "");
    }
}
