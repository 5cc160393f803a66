/**
 * Delivers callbacks: checks the URLs that users name, signs a message and posts it once, and says when to try again.
 *
 * <p>{@code CallbackUrls} checks a URL's form when a job is submitted; it resolves no host name. For each attempt the caller passes URL,
 * message id and body to {@code CallbackSender}. The host is resolved then, and addresses that are not public are dropped
 * ({@code PublicDnsResolver}, {@code PublicAddresses}) unless {@code chainrule.callback.allow-private} is set. The client connects only
 * to the addresses that were checked, follows no redirect and reads no byte of the answer's body. An attempt is signed
 * ({@code SigningKey}: headers of Standard Webhooks) and ends after {@code chainrule.callback.timeout} at the latest, on a virtual
 * thread of its own.
 *
 * <p><b>Delivery</b>: the message about one event, with one id. <b>Attempt</b>: one try to deliver it. A failed attempt is a
 * {@code CallbackFailedException}, which says whether a retry makes sense; {@code CallbackRetries} says how long to wait. This package
 * stores nothing: {@code job.JobCallbacks} queues deliveries, counts attempts and gives up. The time of the next attempt is in
 * {@code callback_queue}, attempts and last error are in {@code training_job.callback_*}.
 */
@NullMarked
package dev.chainrule.callback;

import org.jspecify.annotations.NullMarked;
