package dev.chainrule.request;

/**
 * The result of a command.
 *
 * @param changed whether it changed anything; false if the resource was in the wanted state already, or the same command was given before
 * @param view the resource that the command applies to, as it is now
 */
public record CommandResult<V>(boolean changed, V view) {}
