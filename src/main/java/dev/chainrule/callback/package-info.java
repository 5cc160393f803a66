/**
 * Delivers callbacks: reads the URLs that users name, signs a message and posts it there once, and says when to try again.
 *
 * <p>Who queues the deliveries decides when {@link dev.chainrule.callback.CallbackSender} is called. Nothing is sent to addresses that
 * only the service can reach, unless the configuration allows it. Uses {@code problem}.
 */
package dev.chainrule.callback;
