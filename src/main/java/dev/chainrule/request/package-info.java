/**
 * How a request reaches its controller, and what several kinds of request have in common.
 *
 * <ol>
 *   <li>{@code ClientEndpoint} accepts the connection. When there are as many as the heap has room for ({@code ConnectionLimits}), it
 *       closes those that have been idle for the longest time.
 *   <li>{@code ClientConnection} reads the head and makes the connection known to the request. {@code PacedBody} is where every body
 *       passes, whatever reads it: it must arrive at a minimum rate.
 *   <li>{@code RequestIdValve} gives the request its id, for its answer and for what it logs.
 *   <li>{@code Admission}, the first filter, gives the request one of the places of requests that are served, or answers with 503.
 *   <li>{@code JsonCalls} chooses the controller by the types of the body and of the answer, before anything is read or stored;
 *       {@code AcceptedTypes} reads the header Accept. {@code HealthParts} answers for parts of the health that do not exist.
 *   <li>{@code BudgetedHandlerAdapter} opens the request's {@link dev.chainrule.budget.Caller}, receives a whole JSON body
 *       ({@code Spool}), computes from its characters what its tree takes ({@code JsonSize}), reserves that, and calls the controller: on
 *       the request's own thread, or as one of the computations. A controller that reads values one by one takes a {@code JsonBody}; one
 *       that takes other bytes than JSON reads a {@code WholeBody}. Uploads of datasets are read by their controller, up to a limit
 *       ({@code LimitedStream}).
 *   <li>The answer is written by the request's own thread ({@code YieldingResponse}); what the request holds is released;
 *       {@code RestOfBodies} reads what the client still sends of a body that was refused.
 * </ol>
 *
 * <p>A request that waits, for its client or for an event, gives up its place and reserves memory instead ({@code LongPoll}).
 *
 * <p><b>Shared by resources.</b> {@code Submissions} with {@code IdempotencyKey}: a repeated request stores once. {@code LongPoll}: the
 * parameter {@code wait}; {@code DeferredResponse}: a wait after a body was read; {@code StreamedResponse}: an answer of any length.
 * {@code Responses} and {@code CommandResult}: the status codes of commands and the ETag of a state.
 * {@code ClientConnections} detects whether a client has closed its connection.
 */
@NullMarked
package dev.chainrule.request;

import org.jspecify.annotations.NullMarked;
