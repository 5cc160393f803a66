/**
 * What every benchmark needs: settings, child processes that answer questions, medians, tables, and the machine in words.
 *
 * <p>Uses the JDK and Jackson.
 */
@NullMarked
package dev.chainrule.benchmark.harness;

import org.jspecify.annotations.NullMarked;
