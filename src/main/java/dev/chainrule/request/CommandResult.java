package dev.chainrule.request;

/**
 * What became of a wish.
 *
 * @param changed false if it was fulfilled, or heard, before
 * @param view what the wish was about, as it is now
 */
public record CommandResult<V>(boolean changed, V view) {}
