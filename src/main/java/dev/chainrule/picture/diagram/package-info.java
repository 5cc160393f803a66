/**
 * Diagrams of boxes in columns, with arrows from the left to the right.
 *
 * <p>A caller describes a {@code Diagram}: a {@code DiagramColumn} of {@code Box}es after the other, and {@code Arrow}s between them; or boxes
 * and arrows alone, for which {@code Layering} finds the columns. {@code Lanes} gives an arrow that passes columns a slot in each of
 * them, and puts the slots of each column in an order with few crossings. {@code DiagramLayout} places everything: boxes and lanes stand
 * one below the other in their column, {@code Stacking} moves them towards what they are connected to. Between two columns arrows first
 * bend, and then run side by side to their ends, where their labels are. Therefore no arrow runs through a box that it does not belong
 * to, and no label meets another one or a box. {@code DiagramPainter} draws the layout.
 */
@NullMarked
package dev.chainrule.picture.diagram;

import org.jspecify.annotations.NullMarked;
