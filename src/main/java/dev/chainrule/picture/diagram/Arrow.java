package dev.chainrule.picture.diagram;

/**
 * An arrow from a box to one in a column further right.
 *
 * @param from the id of the box where it starts
 * @param to the id of the box where it ends
 * @param label at its end; empty for none
 * @param sign of what the arrow carries, which decides its colour: above 0, below 0, or neither
 * @param share from 0 to 1, decides how thick and dark it is
 */
public record Arrow(String from, String to, String label, double sign, double share) {
    boolean isLabelled() {
        return !label.isEmpty();
    }
}
