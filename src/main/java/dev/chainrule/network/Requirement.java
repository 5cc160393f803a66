package dev.chainrule.network;

import org.jspecify.annotations.Nullable;

/** Checks of the values in this package's definitions; the message names the value, what is allowed, and what was given. */
final class Requirement {
    private Requirement() {}

    static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must be given");
        }
        return value;
    }

    static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }
}
