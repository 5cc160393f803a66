package dev.chainrule.inference;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An output that a request asks for.
 *
 * @param index of it in the request
 * @param binary whether it is to be binary; empty: as all outputs
 * @param classification how many classes are to be named instead of all numbers; empty: the numbers are asked for
 */
record RequestedOutput(int index, String name, Optional<Boolean> binary, OptionalInt classification) {}
