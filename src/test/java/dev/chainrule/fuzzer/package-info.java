/**
 * The fuzzer: requests that are made from the contract and then changed at random must be answered within the contract.
 * {@link dev.chainrule.fuzzer.FuzzerTest} says how it is run; {@link dev.chainrule.fuzzer.KeyFuzzerTest} sends requests of several {@code Senders}.
 *
 * <p>{@code OpenApi} is the contract as a tree. {@code RequestMaker} makes a {@code Call} of an operation from its examples and schemas
 * ({@code ValueMaker}), with the names and ids of {@code Fixture}. Changes of {@code CallChanges}, {@code JsonChanges} and
 * {@code TextChanges} follow. {@code RawClient} sends what no ordinary client would send, {@code Oracle} judges the {@code Reply}, and
 * {@code Storage} tells whether something was stored.
 */
package dev.chainrule.fuzzer;
