/**
 * What the whole service adds to the engine: the same training through HTTP and database and without them, in turn; and what users of a
 * fresh service notice.
 *
 * <p>Uses {@code benchmark.harness}, {@code benchmark.engine} and {@code benchmark.training}, and Spring's HTTP client.
 */
@NullMarked
package dev.chainrule.benchmark.service;

import org.jspecify.annotations.NullMarked;
