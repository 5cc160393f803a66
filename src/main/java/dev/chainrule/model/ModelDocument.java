package dev.chainrule.model;

import java.util.List;

/** A model in JSON: the one form in which it is sent, kept and answered. */
record ModelDocument(
        String name, String precision, Integer inputs, List<LayerDocument> layers, String loss, Long seed) {}
