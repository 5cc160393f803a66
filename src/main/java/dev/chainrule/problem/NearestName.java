package dev.chainrule.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Suggests the known name that an unknown one was probably meant to be. */
public final class NearestName {
    /** A longer name gets no suggestion. */
    private static final int LONGEST = 64;

    private static final int FAR = Integer.MAX_VALUE;

    /** How far a name is whose words are abbreviated. */
    private static final int ABBREVIATED = 2;

    /** Words of other libraries, and the word for the same here. */
    private static final Map<String, String> SYNONYMS = Map.of("loss", "cost");

    private NearestName() {}

    /**
     * {@code " (did you mean units?)"}, or nothing if no known name is near.
     *
     * @param given {@code null}: no name at all
     */
    public static String hint(@Nullable String given, Collection<String> known) {
        return given == null ? "" : of(given, known).map(" (did you mean %s?)"::formatted).orElse("");
    }

    /**
     * The known name that agrees with it in letters and digits of any case, in its initials, in the beginning of each word, in its own
     * beginning, or up to a few edits.
     */
    static Optional<String> of(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .filter(name -> distance(given, name) < FAR);
    }

    /** The nearest of nested names, by their last part, as in {@code optimizer.learningRate}; empty if a known name is as near. */
    static Optional<String> ofNested(String given, Collection<String> known, Collection<String> nested) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        int nearest = known.stream().mapToInt(name -> distance(given, name)).min().orElse(FAR);
        return nested.stream()
                .min(Comparator.comparingInt(name -> distance(given, lastPart(name))))
                .filter(name -> distance(given, lastPart(name)) < nearest);
    }

    private static String lastPart(String nested) {
        return nested.substring(nested.lastIndexOf('.') + 1);
    }

    private static int distance(String given, String name) {
        var one = plain(given);
        var other = plain(name);
        if (one.isEmpty()) {
            return FAR;
        }
        if (one.equals(other)) {
            return 0;
        }
        if (one.length() > 1 && one.equals(initials(name))) {
            return 1;
        }
        int edits = edits(one, other);
        int allowed = Math.max(1, Math.min(one.length(), other.length()) / 3);
        if (edits <= allowed) {
            return edits;
        }
        if (isAbbreviated(words(given), words(name))) {
            return ABBREVIATED;
        }
        return one.length() > 2 && (other.startsWith(one) || one.startsWith(other)) ? allowed + 1 : FAR;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Of {@code learningRate}: lr; of {@code mean_squared_error}: mse. */
    private static String initials(String name) {
        return name.replaceAll("(?<=[^_-])[^\\p{Lu}]", "").toLowerCase(Locale.ROOT);
    }

    /** Of {@code val_cost} or {@code valCost}: val and cost. */
    private static List<String> words(String name) {
        return Stream.of(name.split("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether each word is the beginning of the other's, or another library's word for it. */
    private static boolean isAbbreviated(List<String> given, List<String> name) {
        return given.size() == name.size() && IntStream.range(0, given.size()).allMatch(i -> {
            var word = given.get(i);
            return name.get(i).equals(SYNONYMS.get(word))
                    || (given.size() > 1 && word.length() > 1 && name.get(i).startsWith(word));
        });
    }

    /** Levenshtein distance, a row of its table at a time. */
    private static int edits(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
