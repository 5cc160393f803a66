package dev.chainrule.matrix.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The kernels that this process uses, and why. All kernels give the same bits; only their speed differs. */
public final class KernelSelection {
    /** The operator's setting. */
    public enum Requested {
        /** The fastest that works here. */
        AUTO,
        SCALAR,
        /** An error if they are not available. */
        VECTOR
    }

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String MODULE_MISSING =
            "module " + VECTOR_MODULE + " is missing: start java with --add-modules " + VECTOR_MODULE;
    private static final int SMALLEST_VECTOR_BITS = 128;

    /** The tier of HotSpot's optimising compiler, the only one that turns the Vector API into vector instructions. */
    private static final int OPTIMISING_TIER = 4;

    private final String name;
    private final int vectorBits;
    private final String reason;
    private final Kernels<float[]> float32;
    private final Kernels<double[]> float64;

    private KernelSelection(
            String name, int vectorBits, String reason, Kernels<float[]> float32, Kernels<double[]> float64) {
        this.name = name;
        this.vectorBits = vectorBits;
        this.reason = reason;
        this.float32 = float32;
        this.float64 = float64;
    }

    /**
     * @throws IllegalStateException if vector kernels are requested and the virtual machine does not offer them
     */
    public static KernelSelection choose(Requested requested) {
        return switch (requested) {
            case SCALAR -> scalar("requested");
            case AUTO -> obstacle().map(KernelSelection::scalar).orElseGet(() -> vector("fastest available"));
            case VECTOR -> {
                if (!vectorModulePresent()) {
                    throw new IllegalStateException("vector kernels were requested, but " + MODULE_MISSING);
                }
                yield vector("requested");
            }
        };
    }

    /** Why the vector kernels would not work here, or would be slow. */
    private static Optional<String> obstacle() {
        if (!vectorModulePresent()) {
            return Optional.of(MODULE_MISSING);
        }
        if (VectorKernels.preferredBits() < SMALLEST_VECTOR_BITS) {
            return Optional
                    .of("vector kernels need vectors of at least " + SMALLEST_VECTOR_BITS
                            + " bits, but the widest here have "
                            + VectorKernels.preferredBits());
        }
        if (option("TieredStopAtLevel").filter(level -> Integer.parseInt(level) < OPTIMISING_TIER).isPresent()) {
            return Optional.of(
                    "-XX:TieredStopAtLevel disables the optimising compiler, without which vector kernels are slow");
        }
        // HotSpot sets it according to the processor. Without it, each lane's fma would be computed in software.
        return option("UseFMA").filter(Boolean::parseBoolean).isPresent()
                ? Optional.empty()
                : Optional.of("no fused multiply-add in hardware");
    }

    private static boolean vectorModulePresent() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /** An option of HotSpot; empty on another virtual machine. */
    private static Optional<String> option(String name) {
        return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .map(virtualMachine -> virtualMachine.getVMOption(name).getValue());
    }

    private static KernelSelection vector(String reason) {
        return new KernelSelection(
                "vector", VectorKernels.preferredBits(), reason, VectorKernels.float32(), VectorKernels.float64());
    }

    private static KernelSelection scalar(String reason) {
        return new KernelSelection(
                "scalar",
                0,
                reason,
                new Kernels<>(
                        new ScalarFloat32Products(),
                        new ScalarFloat32Arithmetic(),
                        new ScalarFloat32Functions(),
                        new ScalarFloat32Steps(),
                        new ScalarFloat32SmallLayers()),
                new Kernels<>(
                        new ScalarFloat64Products(),
                        new ScalarFloat64Arithmetic(),
                        new ScalarFloat64Functions(),
                        new ScalarFloat64Steps(),
                        new ScalarFloat64SmallLayers()));
    }

    /** {@code scalar} or {@code vector}. */
    public String name() {
        return name;
    }

    /** Bits of one vector; 0 for scalar kernels. */
    public int vectorBits() {
        return vectorBits;
    }

    /** Why these kernels were chosen, as a text for the operator. */
    public String reason() {
        return reason;
    }

    public Kernels<float[]> float32() {
        return float32;
    }

    public Kernels<double[]> float64() {
        return float64;
    }

    @Override
    public String toString() {
        return vectorBits == 0 ? name + " (" + reason + ")" : name + " " + vectorBits + " bits (" + reason + ")";
    }
}
