package dev.chainrule.callback;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows a receiver that a message is ours, whole and recent: HMAC-SHA256(secret, timestamp + "." + body) in hexadecimal digits.
 *
 * <p>The timestamp is signed, too, so that a receiver may refuse a message that was recorded and is played again later.
 */
final class CallbackSignature {
    private static final String ALGORITHM = "HmacSHA256";

    /** Goes before the digits, so that another scheme can come beside this one some day. */
    private static final String VERSION = "v1=";

    private CallbackSignature() {}

    /** @param timestamp in seconds since 1970 */
    static String of(String secret, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((timestamp + ".").getBytes(US_ASCII));
            return VERSION + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, missing);
        }
    }
}
