package dev.chainrule.dataset;

/** Numbers in the spelling of files. */
public final class Numbers {
    private Numbers() {}

    /**
     * A decimal number such as {@code -1.5e3}, blanks around it ignored; infinite if it exceeds a double's range, NaN if the text is not a
     * number. Java's own additions (hexadecimal, a trailing {@code f} or {@code d}, {@code Infinity}) are not numbers.
     */
    public static double parse(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        return isDecimal(text, from, to) ? Double.parseDouble(text.substring(from, to)) : Double.NaN;
    }

    public static boolean isNegativeZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    /** [+-] digits [. digits] [e [+-] digits], where one side of the point may be empty. */
    private static boolean isDecimal(String text, int from, int to) {
        int at = sign(text, from, to);
        int point = digits(text, at, to);
        int digits = point - at;
        at = point;
        if (at < to && text.charAt(at) == '.') {
            int end = digits(text, at + 1, to);
            digits += end - at - 1;
            at = end;
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (text.charAt(at) | 0x20) == 'e') {
            int exponent = sign(text, at + 1, to);
            at = digits(text, exponent, to);
            if (at == exponent) {
                return false;
            }
        }
        return at == to;
    }

    private static int sign(String text, int at, int to) {
        return at < to && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
    }

    private static int digits(String text, int at, int to) {
        while (at < to && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
