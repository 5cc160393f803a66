package dev.chainrule.security;

import dev.chainrule.content.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as its holder sends it: {@code crk_}, an id of 8 characters, {@code _} and a secret of 43, which has 256 random bits. The prefix
 * lets scanners of source code and logs find keys that should not be there. The text is written only where someone asks to
 * {@link #reveal} it.
 */
final class KeyText {
    private static final String PREFIX = "crk_";
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_CHARACTERS = 8;

    /** 62⁴³ > 2²⁵⁶. */
    private static final int SECRET_CHARACTERS = 43;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{" + ID_CHARACTERS + "}");
    private static final Pattern KEY =
            Pattern.compile(PREFIX + "(" + ID.pattern() + ")_[A-Za-z0-9]{" + SECRET_CHARACTERS + "}");

    /** The characters that a Bearer token may have (RFC 6750). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** Of a key that its holder chose. */
    private static final int LEAST_CHARACTERS = 20;

    /** How a key that its holder chose must look. */
    static final String FORM = "at least " + LEAST_CHARACTERS
            + " letters, digits and characters of ._~+/- such as the output of: openssl rand -hex 32";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String text;

    private KeyText(String id) {
        this.id = id;
        this.text = PREFIX + id + "_" + random(SECRET_CHARACTERS);
    }

    /** A new key with a random id. */
    static KeyText make() {
        return new KeyText(random(ID_CHARACTERS));
    }

    /** A new key that is in no database. Its id has another length, so that it is not looked for there. */
    static KeyText makeAdmin() {
        return new KeyText(Identity.ADMIN);
    }

    private static String random(int characters) {
        var text = new StringBuilder(characters);
        RANDOM.ints(characters, 0, CHARACTERS.length()).forEach(index -> text.append(CHARACTERS.charAt(index)));
        return text.toString();
    }

    /** Whether a text is long enough for a key, and can be sent as one. */
    static boolean isUsable(String text) {
        return text.length() >= LEAST_CHARACTERS && TOKEN.matcher(text).matches();
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The id of a key that may be in the database; empty: the text is not such a key. */
    static Optional<String> idOf(String text) {
        var key = KEY.matcher(text);
        return key.matches() ? Optional.of(key.group(1)) : Optional.empty();
    }

    /** What is stored of a key. A hash without salt or rounds suffices for 256 random bits, and costs no time at each request. */
    static byte[] sha256(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    String id() {
        return id;
    }

    byte[] sha256() {
        return sha256(text);
    }

    /** The whole key, for its holder. */
    String reveal() {
        return text;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
