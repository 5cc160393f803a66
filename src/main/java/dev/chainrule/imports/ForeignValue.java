package dev.chainrule.imports;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of the file's graph as it is declared.
 *
 * @param type of the elements; empty: it is not a tensor, or is of an unknown type
 * @param dims empty: not declared; {@link #OPEN} for a dimension without a number
 */
record ForeignValue(String name, Optional<ForeignType> type, Optional<List<Integer>> dims) {
    static final int OPEN = -1;
}
