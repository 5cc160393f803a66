/** Charts as files, SVG and PNG, and what they all look like. Uses {@code problem}. */
package dev.chainrule.picture;
