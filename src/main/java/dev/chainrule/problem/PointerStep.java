package dev.chainrule.problem;

/** A step of a JSON pointer (RFC 6901): a field's name in which {@code ~} is written {@code ~0}, and {@code /} is written {@code ~1}. */
public final class PointerStep {
    private PointerStep() {}

    static String of(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The name that a step stands for. */
    public static String name(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }
}
