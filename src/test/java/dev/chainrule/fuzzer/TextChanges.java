package dev.chainrule.fuzzer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Changes of a body's bytes: afterwards it need not be JSON, CSV or multipart any more. */
final class TextChanges {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":");
    private static final Pattern NUMBER = Pattern.compile("(?<=[:,\\[])-?\\d[\\d.eE+-]*");
    private static final Pattern STRING = Pattern.compile("(?<=[:,\\[])\"(?=\\w)");

    private final Dice dice;

    TextChanges(Dice dice) {
        this.dice = dice;
    }

    void change(Call call) {
        switch (dice.below(16)) {
            case 0 -> insert(call, "duplicate key", FIELD, match -> "\"" + match + "\":0,");
            case 1 -> replace(call, "no JSON number", NUMBER, dice.of(
                    "NaN", "-Infinity", "Infinity", "+1", "01", ".5", "1.", "0x1F", "1e999", "-", "1_000",
                    "1" + "0".repeat(1200), "0." + "1".repeat(1200), "1e2147483648", "1e-2147483649"));
            case 2 -> replace(call, "lone surrogate", STRING, dice.of("\"\\ud800", "\"\\udc00\\ud800", "\"\\udbff"));
            case 3 -> replace(call, "broken string", STRING, dice.of("\"\\x", "\"\\u12", "\"\n", "\"\t\u0001", "'"));
            case 4 -> bytes(call, "not UTF-8", dice.of("\u00ff", "\u00c3(", "\u00c0\u00af", "\u00ed\u00a0\u0080",
                    "\u00f5\u0080\u0080\u0080", "\u0080"));
            case 5 -> {
                call.changes.add("truncated");
                call.body = Arrays.copyOf(call.body, dice.below(call.body.length + 1));
            }
            case 6 -> append(call, dice.of("}", "]", "{}", " 1", ",", "\u0000", "\n\n\n", "/* */", "garbage"));
            case 7 -> prepend(call, dice.of("\u00ef\u00bb\u00bf", "\u00fe\u00ff", "\u00ff\u00fe", " ", "//\n",
                    ")]}',\n"));
            case 8 -> {
                call.changes.add("UTF-16");
                call.body = call.text().getBytes(UTF_16LE);
            }
            case 9 -> {
                call.changes.add("empty body");
                call.body = new byte[0];
            }
            case 10 -> {
                call.changes.add("blanks");
                call.text(" \n\t ");
            }
            case 11 -> {
                call.changes.add("very deep");
                call.text(dice.of("[", "{\"a\":", "[[{\"b\":").repeat(dice.of(50, 499, 1001, 20_000)));
            }
            case 12 -> {
                call.changes.add("bytes at random");
                call.body = new byte[dice.of(1, 100, 5000)];
                for (int i = 0; i < call.body.length; i++) {
                    call.body[i] = (byte) dice.below(256);
                }
            }
            case 13 -> {
                call.changes.add("a byte changed");
                if (call.body.length > 0) {
                    call.body[dice.below(call.body.length)] ^= (byte) (1 << dice.below(8));
                }
            }
            case 14 -> insert(call, "long name", FIELD, _ -> "\"" + "n".repeat(dice.of(300, 60_000)) + "\":0,");
            default -> {
                call.changes.add("a piece twice");
                int from = dice.below(call.body.length + 1);
                int to = from + dice.below(call.body.length - from + 1);
                var out = new ByteArrayOutputStream();
                out.write(call.body, 0, to);
                out.write(call.body, from, call.body.length - from);
                call.body = out.toByteArray();
            }
        }
    }

    private void insert(Call call, String change, Pattern where, UnaryOperator<String> text) {
        var found = where.matcher(call.text()).results().toList();
        if (!found.isEmpty()) {
            call.changes.add(change);
            var at = dice.of(found);
            var name = at.groupCount() > 0 ? at.group(1) : at.group();
            call.text(new StringBuilder(call.text()).insert(at.start(), text.apply(name)).toString());
        }
    }

    private void replace(Call call, String change, Pattern where, String text) {
        var found = where.matcher(call.text()).results().toList();
        if (!found.isEmpty()) {
            call.changes.add(change);
            var at = dice.of(found);
            call.text(new StringBuilder(call.text()).replace(at.start(), at.end(), text).toString());
        }
    }

    private void bytes(Call call, String change, String bytes) {
        call.changes.add(change);
        int at = dice.below(call.body.length + 1);
        var out = new ByteArrayOutputStream();
        out.write(call.body, 0, at);
        out.writeBytes(bytes.getBytes(ISO_8859_1));
        out.write(call.body, at, call.body.length - at);
        call.body = out.toByteArray();
    }

    private static void append(Call call, String text) {
        call.changes.add("text after the body");
        var out = new ByteArrayOutputStream();
        out.writeBytes(call.body);
        out.writeBytes(text.getBytes(UTF_8));
        call.body = out.toByteArray();
    }

    private static void prepend(Call call, String bytes) {
        call.changes.add("bytes before the body");
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes.getBytes(ISO_8859_1));
        out.writeBytes(call.body);
        call.body = out.toByteArray();
    }
}
