package dev.chainrule.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting of a node; which member holds its value follows from its type. */
record ForeignAttribute(
        float number, long integer, String text, @Nullable ForeignTensor tensor, List<Long> integers,
        List<Float> numbers, List<String> texts) {}
