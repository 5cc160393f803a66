/**
 * Training jobs: their queue, the worker that trains them, their epochs and cost history.
 *
 * <p>Uses {@code model}, {@code preprocessing}, {@code dataset}, {@code network}, {@code compute}, {@code health}, {@code content}, {@code callback}, {@code paging}, {@code picture}, {@code request}, {@code problem}.
 */
package dev.chainrule.job;
