package dev.chainrule.imports;

import dev.chainrule.model.VersionView;

/**
 * What an import stored.
 *
 * @param model its name
 */
record ImportView(String model, VersionView version) {}
