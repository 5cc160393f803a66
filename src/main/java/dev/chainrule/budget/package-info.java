/**
 * What requests and jobs may take of the heap and of the processor, handed out before it is taken.
 *
 * <p><b>Memory.</b> {@link dev.chainrule.budget.MemoryBudget} is a number of bytes that follows from the heap. A job or a request
 * computes from shapes how much it takes, and reserves it before. What can never fit is refused; what does not fit now waits: a job in the queue, a
 * request for a bounded time. A reservation ends with its request ({@link dev.chainrule.budget.Caller}) or with its job's run.
 *
 * <p><b>Computing.</b> The web server's virtual threads share a few carrier threads, so a request that computes on them without a pause
 * keeps all other requests from being answered. {@link dev.chainrule.budget.Computations} runs such work on platform threads: a few
 * computations have a turn at a time, turns are short, and callers get them one after the other, so that a long computation does not keep
 * a short one waiting. At a {@linkplain dev.chainrule.budget.Computation#checkpoint() checkpoint} a computation passes its turn on when it
 * was long enough, and ends when its client has gone.
 */
package dev.chainrule.budget;
