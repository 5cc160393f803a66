package dev.chainrule.dataset.upload;

/**
 * The first text of its kind in a column whose type is inferred.
 *
 * @param text the category
 * @param place where it stands, in words
 */
record FirstText(String text, String place) {}
