/**
 * Models: definitions as users send them, their trained versions, and what can be asked of these: predictions, evaluations, weights.
 *
 * <p>Uses {@code preprocessing}, {@code dataset}, {@code network}, {@code content}, {@code compute}, {@code paging}, {@code problem}.
 */
package dev.chainrule.model;
