package dev.chainrule.fuzzer;

/** Texts that are seldom expected. */
final class Texts {
    private Texts() {}

    static String strange(Dice dice) {
        return switch (dice.below(18)) {
            case 0 -> "";
            case 1 -> " ";
            case 2 -> "\u0000";
            case 3 -> "a\u0000b";
            case 4 -> "\uD83D\uDE00\uD83E\uDDE0";
            case 5 -> "\u202Eabc\u200B";
            case 6 -> "e\u0301\u0301\u0301";
            case 7 -> "x".repeat(dice.of(64, 256, 300, 5000));
            case 8 -> "é".repeat(dice.of(63, 255, 256));
            case 9 -> "../../etc/passwd";
            case 10 -> "'; DROP TABLE dataset; --";
            case 11 -> "<script>alert(1)</script>";
            case 12 -> "${jndi:ldap://localhost/a}%n%s{0}";
            case 13 -> "\r\nX-Injected: 1";
            case 14 -> "NaN";
            case 15 -> "-1";
            case 16 -> "null";
            default -> "\uFFFE\uFFFF\u2028";
        };
    }
}
