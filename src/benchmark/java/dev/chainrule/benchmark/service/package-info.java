/**
 * What the whole service adds to the engine: the same training through HTTP and database and without them, in turn; what users of a
 * fresh service notice; what callers with a valid key notice of those who guess; and what predictions cost.
 *
 * <p>Uses {@code benchmark.harness}, {@code benchmark.engine} and {@code benchmark.training}, and Spring's HTTP client.
 */
@NullMarked
package dev.chainrule.benchmark.service;

import org.jspecify.annotations.NullMarked;
