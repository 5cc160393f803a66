package dev.chainrule.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final byte[] BODY = "{\"name\": \"größe\"}".getBytes(UTF_8);

    private static String secret(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString("k".repeat(bytes).getBytes(UTF_8));
    }

    /** From the tests of the scheme's own libraries. */
    @Test
    void testVectorOfStandardWebhooksGivesItsSignature() {
        var signature = SigningKey.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signaturesOfTwoKeysAreAcceptedByTheSchemesLibraryWithEither() throws Exception {
        long now = Instant.now().getEpochSecond();
        var signatures = SigningKey.parse(secret(24)).sign("m-1", now, BODY) + " "
                + SigningKey.parse(secret(64)).sign("m-1", now, BODY);
        var headers = Map.of("webhook-id", List.of("m-1"), "webhook-timestamp", List.of(Long.toString(now)),
                "webhook-signature", List.of(signatures));

        new Webhook(secret(24)).verify(new String(BODY, UTF_8), headers);
        new Webhook(secret(64)).verify(new String(BODY, UTF_8), headers);
    }

    @Test
    void signatureChangesWithKeyIdTimestampAndBody() {
        var key = SigningKey.parse(secret(24));
        var changed = BODY.clone();
        changed[changed.length - 1]++;

        assertThat(List.of(
                key.sign("m-1", 1, BODY), SigningKey.parse(secret(25)).sign("m-1", 1, BODY), key.sign("m-2", 1, BODY),
                key.sign("m-1", 2, BODY), key.sign("m-1", 1, changed))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "secret", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa%w",
        "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void anyOtherTextIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.parse(text))
                .withMessage("must be whsec_ and the base64 form of 24 to 64 random bytes, such as the output of:"
                        + " echo whsec_$(openssl rand -base64 32)");
    }

    @Test
    void keysOf24To64BytesAreAccepted() {
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.parse(secret(23)));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.parse(secret(65)));
        assertThat(SigningKey.parse(secret(64))).isNotNull();
    }
}
