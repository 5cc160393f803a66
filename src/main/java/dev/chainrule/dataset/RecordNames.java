package dev.chainrule.dataset;

import dev.chainrule.problem.Faults;
import dev.chainrule.problem.Listing;
import dev.chainrule.problem.NearestName;
import java.util.List;

/** Notes the faults of a row that is an object of values by column name. Many names of one row are one fault. */
public final class RecordNames {
    /** More faults of one kind in one row are noted together. */
    private static final int ALONE = 3;

    private RecordNames() {}

    /**
     * @param unknown names of the row that are not columns
     * @param columns all names that are known
     * @param what a column is, with its article
     * @param plural of what a column is
     */
    public static void checkUnknown(
            List<String> unknown, List<String> columns, String what, String plural, Faults row) {
        if (unknown.size() <= ALONE) {
            unknown.forEach(name -> row.add(name, "is not " + what + NearestName.hint(name, columns) + "; the " + plural
                    + " are " + Listing.of(columns)));
        } else {
            row.add("has " + unknown.size() + " names that are not " + plural + ": " + Listing.of(unknown, ALONE)
                    + "; the " + plural + " are " + Listing.of(columns));
        }
    }

    /** @param missing columns that the row has no value of */
    public static void checkMissing(List<String> missing, List<String> columns, Faults row) {
        if (missing.size() <= ALONE) {
            missing.forEach(name -> row.add(name, "is missing: give a value, or null where it is unknown"));
        } else {
            row.add("lacks " + missing.size() + " of the " + columns.size() + " columns: "
                    + Listing.of(missing, ALONE) + "; give each a value, or null where it is unknown");
        }
    }
}
