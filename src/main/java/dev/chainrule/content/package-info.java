/**
 * Stores binary content of any size in the database, in chunks: the rows of datasets, the weights of trained networks.
 *
 * <p>Uses JPA and nothing of the other packages.
 */
package dev.chainrule.content;
