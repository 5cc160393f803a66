/**
 * How much of the heap and of the processor requests and jobs may take. It is reserved before it is used.
 *
 * <p><b>Memory.</b> {@link dev.chainrule.budget.MemoryBudget} is a number of bytes that follows from the heap. A job or a request
 * computes from shapes how much it takes, and reserves it first. What can never fit is refused; what does not fit now waits: a job in
 * the queue, a request for a bounded time. A reservation ends with its request ({@link dev.chainrule.budget.Caller}) or with its job's
 * run.
 *
 * <p><b>Computing.</b> The web server's virtual threads share a few carrier threads, so a request that computes on them without a pause
 * keeps all other requests from being answered. {@link dev.chainrule.budget.Computations} runs such work on platform threads. Only a
 * few computations run at a time, each for a short turn; turns rotate among clients, so that a long computation does not delay a short
 * one. At a {@linkplain dev.chainrule.budget.Computation#checkpoint() checkpoint} a computation ends its turn if that has lasted long
 * enough, and ends altogether if its client has closed the connection. It keeps its turn while a transaction is open, because others
 * may wait for the transaction's locks.
 */
@NullMarked
package dev.chainrule.budget;

import org.jspecify.annotations.NullMarked;
