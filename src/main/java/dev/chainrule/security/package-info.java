/**
 * Who may call the service, and what they may do.
 *
 * <p>A request passes the filters of {@code SecurityConfiguration} before it reaches a controller:
 *
 * <ol>
 *   <li>{@code KeyFilter} asks {@code Callers} who sends it. With a key: its holder. Without one: what {@code OpenAccess} decided at
 *       start; on a service that only this machine can reach, an admin.
 *   <li>{@code AccessRules} says which role the call needs. It is the only place that does.
 *   <li>{@code Refusals} answers whoever has not that role: 401 without a valid key, 403 otherwise.
 * </ol>
 *
 * <p>There are no sessions, cookies or passwords: nothing that a browser adds by itself gives a role.
 *
 * <p><b>Key</b>: what a caller sends in the header {@code Authorization: Bearer}. Its text exists in two places only: in a {@code KeyText},
 * which writes it where {@code reveal} is called, and in the request. <b>Admin key</b>: the one that the settings or a file give
 * ({@code AdminKey}). <b>Role</b>: what a caller may do. <b>Identity</b>: name and role of a caller; other packages know this class only.
 */
@NullMarked
package dev.chainrule.security;

import org.jspecify.annotations.NullMarked;
