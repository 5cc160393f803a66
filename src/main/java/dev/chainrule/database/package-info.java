/** What is specific to the database behind the service: the embedded one's errors at start and while it runs, and PostgreSQL's timeouts. */
package dev.chainrule.database;
