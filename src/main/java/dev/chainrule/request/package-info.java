/**
 * How much of a request the service is willing to read, and what several kinds of request have in common. Uses {@code problem}.
 */
package dev.chainrule.request;
