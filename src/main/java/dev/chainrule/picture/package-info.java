/** Charts as files: SVG and PNG. Uses nothing of the other packages. */
package dev.chainrule.picture;
