/**
 * What is specific to the database behind the service: PostgreSQL's timeouts; for the embedded database, an H2 file, its errors, its
 * backups and the restore command.
 *
 * <p>At start, {@code StartCheck} reads the file before the connection pool opens it for writing, and {@code DamagedDatabase} says what
 * to do if that fails. While the service runs, {@code ClosedDatabase} sees every error of a connection, and {@code DatabaseHealth}
 * records damage. {@code Backups} writes to {@code backups/} beside the file, on one platform thread that nothing interrupts.
 * {@code RestoreCommand} runs instead of the service.
 *
 * <p>Only this package uses H2's classes.
 */
package dev.chainrule.database;
