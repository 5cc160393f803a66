package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.upload.UploadOptions.Option;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to read a CSV file.
 *
 * @param weight one column at most
 * @param delimiter empty: the one of {@code , ; tab |} that is most frequent in the first line
 * @param header whether the first line holds the columns' names
 * @param missing texts that stand for a missing value, besides those that always do
 */
record CsvOptions(
        Optional<String> name,
        Option target,
        Option weight,
        Option ignore,
        Option categorical,
        Option numeric,
        Optional<Character> delimiter,
        boolean header,
        Set<String> missing) {
    /**
     * What programs write where there is no value, in lower case: pandas ({@code read_csv}, its default {@code na_values}), Excel, SQL
     * and C; and the errors of Excel's formulas.
     */
    static final Set<String> ALWAYS_MISSING = Set.of(
            "", "na", "n/a", "nan", "null", "?", "none", "<na>", "#na", "#n/a", "#n/a n/a", "\\n", "-nan", "-nan(ind)",
            "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "#num!", "#div/0!", "#value!", "#ref!", "#name?", "#null!");

    /** No text of {@link #ALWAYS_MISSING} is longer. */
    private static final int LONGEST_MISSING = 9;

    /**
     * @param faults collects what is wrong with the options; the file's columns can be checked none the less
     * @throws dev.chainrule.problem.ProblemException (422) with all faults if it is not known how to read the file
     */
    static CsvOptions of(UploadOptions options, Faults faults) {
        var name = options.name();
        var target = options.list("target");
        var weight = options.list("weight");
        var ignore = options.list("ignore");
        var categorical = options.list("categorical");
        var numeric = options.list("numeric");
        if (weight.values().size() > 1) {
            weight.faults().add("must be one column: multiply several weights before you upload them");
        }
        refuseOverlap(target, ignore, "ignored");
        refuseOverlap(weight, target, "a target");
        refuseOverlap(weight, ignore, "ignored");
        refuseOverlap(weight, categorical, "declared categorical");
        refuseOverlap(categorical, numeric, "declared numeric");
        int before = faults.count();
        var delimiter = options.single("delimiter").map(CsvOptions::delimiter);
        boolean header = options.single("header").map(CsvOptions::header).orElse(true);
        if (faults.count() > before) {
            faults.throwIfAny();
        }
        return new CsvOptions(
                name, target, weight, ignore, categorical, numeric, delimiter, header,
                Set.copyOf(options.list("missing").values()));
    }

    /**
     * How to read a file that is not stored.
     *
     * @param parameters of the query: of {@code delimiter}, {@code header} and {@code missing} those that are given
     * @throws dev.chainrule.problem.ProblemException (422) as {@link #of(UploadOptions, Faults)}
     */
    static CsvOptions ofReading(Map<String, String> parameters, Faults faults) {
        var options = new UploadOptions(faults);
        parameters.forEach((field, value) -> options.readQuery(Map.of(field, List.of(value))));
        return of(options, faults);
    }

    /** @param text without blanks around it */
    boolean isMissing(String text) {
        return missing.contains(text)
                || (text.length() <= LONGEST_MISSING && ALWAYS_MISSING.contains(text.toLowerCase(Locale.ROOT)));
    }

    private static Character delimiter(Option option) {
        var given = option.values().getFirst();
        var named = CsvDelimiter.named(given);
        if (named.isPresent()) {
            return named.get();
        }
        if (given.length() != 1 || given.charAt(0) == '"' || given.charAt(0) == '\n' || given.charAt(0) == '\r') {
            option.faults().add("must be one character, or one of " + CsvDelimiter.listed());
            return ',';
        }
        return given.charAt(0);
    }

    private static boolean header(Option option) {
        return switch (option.values().getFirst()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                option.faults().add("must be true or false");
                yield true;
            }
        };
    }

    private static void refuseOverlap(Option one, Option other, String what) {
        for (var name : one.values()) {
            if (other.values().contains(name)) {
                one.faults().add("the column \"" + name + "\" is also " + what);
            }
        }
    }
}
