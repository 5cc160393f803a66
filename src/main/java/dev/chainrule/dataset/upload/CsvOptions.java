package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.upload.UploadOptions.Option;
import dev.chainrule.problem.Faults;
import java.util.Locale;
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

    /** @throws dev.chainrule.problem.ProblemException with the faults of the options themselves */
    static CsvOptions of(UploadOptions options, Faults faults) {
        var result = new CsvOptions(
                options.name(),
                options.list("target"),
                options.list("weight"),
                options.list("ignore"),
                options.list("categorical"),
                options.list("numeric"),
                options.single("delimiter").map(CsvOptions::delimiter),
                options.single("header").map(CsvOptions::header).orElse(true),
                Set.copyOf(options.list("missing").values()));
        if (result.weight.values().size() > 1) {
            result.weight.faults().add("must be one column: multiply several weights before you upload them");
        }
        refuseOverlap(result.target, result.ignore, "ignored");
        refuseOverlap(result.weight, result.target, "a target");
        refuseOverlap(result.weight, result.ignore, "ignored");
        refuseOverlap(result.weight, result.categorical, "declared categorical");
        refuseOverlap(result.categorical, result.numeric, "declared numeric");
        faults.throwIfAny();
        return result;
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
