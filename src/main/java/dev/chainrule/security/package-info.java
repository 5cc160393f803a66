/**
 * Who may call the service, and what they may do.
 *
 * <p>A request passes the filters of {@code SecurityConfiguration} before it reaches a controller:
 *
 * <ol>
 *   <li>Headers tell browsers what they may do with the answer. Origins in {@code chainrule.cors.allowed-origins} may read it.
 *   <li>{@code OtherSites} refuses what a page of another site made a browser send, unless it only reads (403).
 *   <li>{@code KeyFilter} asks {@code Callers} who sends the request. With a key: its holder, if the key is valid. Without one: what
 *       {@code OpenAccess} decided at start. On a service that only this machine can reach that is an admin, if the request names a host in
 *       {@code AllowedHosts} and no proxy has forwarded it.
 *   <li>{@code AccessRules} says which role the call needs. It is the only place that does.
 *   <li>{@code Refusals} answers requests without that role: 401 without a valid key, 421 without a key under the name of another host,
 *       403 otherwise; 429 once an address has failed too often ({@code FailedAttempts}). A request that a role allows is served, whatever
 *       its address.
 * </ol>
 *
 * <p>There are no sessions, cookies or passwords: nothing that a browser adds by itself gives a role.
 *
 * <p><b>A key's life.</b> {@code Keys} makes it, answers with its text once, and stores its SHA-256 ({@code StoredKey}). {@code KeyRing}
 * holds all stored keys in memory and reads them again when they are used and five seconds old, so that a revocation, which deletes the
 * row, holds on every replica within ten seconds. It also asks the database for an id that it does not know, because another replica may just
 * have made that key, but not for addresses that fail too often. A request that is being served asks {@code Identity.isRevoked}, through
 * {@link dev.chainrule.budget.Caller}, whenever it waits or sends the next part of a stream. {@code KeyUses} notes the last use once an
 * hour, on a thread of its own. Keys that have expired are deleted when a key is made.
 *
 * <p>The admin key is in the settings or in a file instead of the database ({@code AdminKey}): it makes the first key, and works while the
 * database does not.
 *
 * <p><b>Key</b>: what a caller sends in the header {@code Authorization: Bearer}. Its text exists in a {@code KeyText}, which writes it
 * where {@code reveal} is called, and in the request; never in a log, an error or a {@code toString}. <b>Role</b>: what a caller may do.
 * <b>Identity</b>: name and role of a caller. Other packages know {@code Identity} only; what they store has its name.
 */
@NullMarked
package dev.chainrule.security;

import org.jspecify.annotations.NullMarked;
