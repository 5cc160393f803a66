package dev.chainrule.database;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One backup of the embedded database.
 *
 * @param file the ZIP file that holds the database's file
 * @param createdAt when it was begun: everything that was committed before is in it
 */
record Backup(Path file, long bytes, Instant createdAt) {}
