/**
 * Every error that the service answers with: RFC 9457 problem details, one exception that carries them, one handler that writes them.
 *
 * <p><b>A wrong request.</b> A reader collects everything that is wrong in {@code Faults}; {@code at} gives the same collection for a
 * nested part, so that each fault has a JSON pointer. After a fault the reader continues with a default, to find further faults, and the
 * caller uses the result only if there are none ({@code throwIfAny}). {@code JsonBinder} binds parts of a body to records and explains in
 * the caller's terms what does not fit ({@code UnreadableBody}), with a {@code JsonExample} of what does. {@code UnknownParameters} refuses
 * query parameters that a call does not have.
 *
 * <p><b>Any error.</b> {@code ProblemException} has a {@code ProblemType} (slug, title, status), a detail for the caller and the faults.
 * {@code ProblemHandler} turns it, Spring's own exceptions and a database that cannot be reached (503) into one form. An unforeseen
 * exception is logged with the request's id, and the answer names the id only ({@code RequestId}). {@code ServerProblems} does the same for what Tomcat refuses itself;
 * both write an {@code ErrorAnswer}: a {@code ProblemDocument}, or what the Open Inference Protocol has instead. An error after which memory cannot be trusted ends the process instead ({@code health.FatalErrors}).
 *
 * <p><b>Fault</b>: one thing wrong with one part of a request ({@code FieldProblem}). <b>Problem</b>: the whole error answer.
 */
@NullMarked
package dev.chainrule.problem;

import org.jspecify.annotations.NullMarked;
