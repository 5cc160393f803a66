package dev.chainrule.export;

/** What an exported ONNX file takes. */
enum InputForm {
    /** Raw values, as {@code predict} takes them: a named input for each column. */
    COLUMNS,
    /** One tensor of the network's inputs, as preprocessing gives them. */
    ENCODED
}
