package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.dataset.Numbers;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.dataset.WarningsConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what in the columns of an upload is allowed, but probably not meant. */
public final class UploadWarnings {
    /** Characters of all columns and messages together; further warnings are counted. JSON writes up to six for each. */
    private static final int MAX_CHARACTERS = WarningsConverter.MAX_LENGTH / 8;

    /** A warning's fields in JSON, and a row for those that are only counted. */
    private static final int FIELDS = 100;

    /** Characters of a value that a message shows. */
    private static final int SHOWN = 40;

    /** Fewer categories identify nothing. */
    private static final int MIN_IDENTIFIERS = 10;

    /** Above this not every integer is a float64. */
    private static final double MAX_EXACT = 0x1p53;

    /** Identifiers of 64 bits are smaller. */
    private static final double MAX_IDENTIFIER = 0x1p64;

    /** Numbers with a decimal point or comma, thousands separators, a currency or a percent sign; no zero before other digits. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("""
            [-+]?\\p{Sc}?\\h?\
            (?:(?:0|[1-9]\\d*)(?:[.,]\\d+)?(?:[eE][-+]?\\d+)?\
            |[1-9]\\d{0,2}(?:[.,'’\\h]\\d{3})+(?:[.,]\\d+)?)\
            \\h?[%\\p{Sc}]?""");

    private static final String EQUAL =
            "All values are equal: the column has no effect on a model. Check the upload, or ignore the column.";

    private static final String NO_VALUES =
            "Every value is missing: the column has no effect on a model. Check the upload, or ignore the column.";

    private static final String OR_CATEGORICAL = " If the column is meant to be categorical, declare it so.";

    private final UploadForm form;
    private final List<DatasetWarning> listed = new ArrayList<>();
    private int characters;
    private int unlisted;

    UploadWarnings(UploadForm form) {
        this.form = form;
    }

    static boolean looksLikeNumber(String text) {
        return NUMBER_LIKE.matcher(text).matches();
    }

    /** All of them; the last one says how many more there are. */
    List<DatasetWarning> all() {
        if (unlisted > 0) {
            listed.add(new DatasetWarning(null, "There are warnings for " + unlisted + " more columns."));
            unlisted = 0;
        }
        return List.copyOf(listed);
    }

    boolean lists(DatasetWarning warning) {
        return listed.contains(warning);
    }

    /** Whether the warning is true only of a feature. */
    static boolean isOfFeature(DatasetWarning warning) {
        return warning.message().equals(EQUAL) || warning.message().equals(NO_VALUES);
    }

    boolean listsAnyOf(String column) {
        return listed.stream().anyMatch(warning -> column.equals(warning.column()));
    }

    void add(String column, String message) {
        characters += FIELDS + column.length() + message.length();
        if (characters <= MAX_CHARACTERS) {
            listed.add(new DatasetWarning(column, message));
        } else {
            unlisted++;
        }
    }

    /**
     * Finds what is doubtful in a column.
     *
     * @param profile of the reading in which its type was not known yet
     * @param rows of the dataset
     */
    void check(Column column, ColumnProfile profile, int rows) {
        if (column.isIgnored()) {
            return;
        }
        if (column.isCategorical() && warnsOfType(column, profile)) {
            return;
        }
        if (warnsOfNoEffect(column, rows)) {
            return;
        }
        if (column.isNumeric()) {
            checkPrecision(column, profile);
        } else {
            checkRepetition(column, rows - column.missing());
        }
    }

    /** Pixels at the border of all images are equal, and generated columns are meant as they are. */
    private boolean warnsOfNoEffect(Column column, int rows) {
        if (form != UploadForm.TABLE || column.role() != Role.FEATURE) {
            return false;
        }
        if (!column.hasValues()) {
            add(column.name(), NO_VALUES);
            return true;
        }
        boolean equal = column.isNumeric()
                ? column.range().map(range -> range.min() == range.max()).orElse(false)
                : column.categories().size() == 1;
        if (equal && rows > 1) {
            add(column.name(), EQUAL);
            return true;
        }
        return false;
    }

    private void checkPrecision(Column column, ColumnProfile profile) {
        if (!profile.holdsIntegersOnly()) {
            return;
        }
        double largest = column.range().map(range -> Math.max(range.max(), -range.min())).orElse(0.0);
        if (largest >= MAX_EXACT && largest < MAX_IDENTIFIER) {
            add(column.name(),
                    "It holds integers beyond 2^53, which are stored as the nearest float64. If they identify something,"
                            + " declare the column categorical, or ignore it.");
        }
    }

    private boolean warnsOfType(Column column, ColumnProfile profile) {
        var first = profile.firstText();
        var numberLike = profile.firstNumberLike();
        if (first.isPresent() && profile.numbers() > profile.texts()) {
            add(column.name(), first.equals(numberLike)
                    ? asNumber(first.get())
                    : quoted(first.get()) + " is not a number and made the column categorical, but " + profile.numbers()
                            + " of its " + (profile.numbers() + profile.texts())
                            + " values are numbers. If it stands for a"
                            + " missing value, name it in missing, or in JSON send null." + OR_CATEGORICAL);
            return true;
        }
        if (numberLike.isPresent() && mostLookLikeNumbers(column.categories())) {
            add(column.name(), asNumber(numberLike.get()));
            return true;
        }
        return false;
    }

    private static String asNumber(FirstText text) {
        boolean number = Double.isFinite(Numbers.parse(text.text()));
        return quoted(text) + (number
                ? " is a text and made the column categorical. If it is a number, send it without quotes."
                : " looks like a number, but made the column categorical. If it is one, write a decimal point, no thousands separator and"
                        + " no unit.")
                + OR_CATEGORICAL;
    }

    private static boolean mostLookLikeNumbers(List<String> categories) {
        return 2 * categories.stream().filter(UploadWarnings::looksLikeNumber).count() > categories.size();
    }

    private void checkRepetition(Column column, int values) {
        int categories = column.categories().size();
        if (categories >= MIN_IDENTIFIERS && 2L * categories > values) {
            add(column.name(),
                    "It has " + categories + " categories in " + values
                            + " values, so that hardly any of them repeats, and each"
                            + (column.role() == Role.TARGET ? " becomes an output" : " becomes an input")
                            + " of a model. If they identify the rows, ignore the column.");
        }
    }

    private static String quoted(FirstText text) {
        var shown = text.text();
        if (shown.length() > SHOWN) {
            boolean halved = Character.isHighSurrogate(shown.charAt(SHOWN - 1));
            shown = shown.substring(0, halved ? SHOWN - 1 : SHOWN) + "…";
        }
        return "\"" + shown + "\" " + text.place();
    }
}
