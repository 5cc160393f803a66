/** How much of a request the service is willing to read. Uses {@code problem}. */
package dev.chainrule.request;
