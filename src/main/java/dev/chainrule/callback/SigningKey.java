package dev.chainrule.callback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A symmetric key of the Standard Webhooks scheme, version 1.0.0: {@code whsec_} and the base64 form of 24 to 64 random bytes.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
final class SigningKey {
    static final int MIN_BYTES = 24;
    static final int MAX_BYTES = 64;

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private SigningKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** @throws IllegalArgumentException without the text in its message */
    static SigningKey parse(String text) {
        return bytes(text).filter(bytes -> bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES)
                .map(SigningKey::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be " + PREFIX + " and the base64 form of " + MIN_BYTES + " to " + MAX_BYTES
                                + " random bytes, such as the output of: echo " + PREFIX
                                + "$(openssl rand -base64 32)"));
    }

    /** Empty if the text has another form. */
    private static Optional<byte[]> bytes(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * The signature of a message: {@code v1,} and the base64 form of HMAC-SHA256(key, id + "." + timestamp + "." + body).
     *
     * @param timestamp of the attempt, in seconds since 1970: a receiver may refuse a message that was recorded and is sent again
     */
    String sign(String id, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, missing);
        }
    }
}
