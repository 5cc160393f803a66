package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Requests without a valid key are limited for each address, where forwarded addresses count. */
@ServiceTest
@TestPropertySource(properties = {"chainrule.admin-key=" + LimitedFailuresTest.ADMIN_KEY,
    "server.forward-headers-strategy=native", "spring.application.name=chainrule-limits"})
class LimitedFailuresTest {
    static final String ADMIN_KEY = "an-admin-key-of-many-characters";

    private final Api api;
    private final MeterRegistry meters;

    LimitedFailuresTest(Api api, MeterRegistry meters) {
        this.api = api;
        this.meters = meters;
    }

    private Api.Answer from(String address, Api caller) {
        return caller.send(caller.request("/models").header("X-Forwarded-For", address).GET());
    }

    @Test
    void addressThatFailsTooOftenWaitsWhileValidKeysOfItAreServed() {
        var wrong = api.withKey(KeyText.make().reveal());
        var made = api.withKey(ADMIN_KEY).post("/keys", "{\"name\": \"good\", \"role\": \"reader\"}");
        var good = api.withKey(made.body().path("key").asString());
        assertThat(from("192.0.2.1", good).status()).isEqualTo(200);
        for (int i = 0; i < 20; i++) {
            assertThat(from("192.0.2.1", i % 2 == 0 ? wrong : api).status()).isEqualTo(401);
        }

        var counter = meters.counter("chainrule.auth.failures", "reason", "TOO_MANY_FAILURES");
        double before = counter.count();
        var limited = from("192.0.2.1", wrong);

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.body().path("type").asString()).isEqualTo("/problems/too-many-failures");
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
        assertThat(from("192.0.2.1", api).status()).isEqualTo(429);
        assertThat(from("192.0.2.1", good).status()).isEqualTo(200);
        assertThat(from("192.0.2.1", api.withKey(ADMIN_KEY)).status()).isEqualTo(200);
        assertThat(from("192.0.2.2", wrong).status()).isEqualTo(401);
        assertThat(counter.count()).isEqualTo(before + 2);
    }

    /** Each wrong key may cost a query, whatever it is sent to. */
    @Test
    void wrongKeysAtCallsThatNeedNoneCount() {
        var wrong = api.withKey(KeyText.make().reveal());
        for (int i = 0; i < 20; i++) {
            var answer = wrong.send(wrong.at("/actuator/health").header("X-Forwarded-For", "192.0.2.3").GET());
            assertThat(answer.status()).isEqualTo(200);
        }

        assertThat(from("192.0.2.3", wrong).status()).isEqualTo(429);
    }

    /** A sender may write anything before the address that the proxy adds. */
    @Test
    void forwardedLoopbackAddressNeedsAKey() {
        for (var address : new String[] {"127.0.0.1", "::1", "127.0.0.1, 127.0.0.1", "198.51.100.1, 127.0.0.1"}) {
            assertThat(from(address, api).status()).isEqualTo(401);
        }
    }
}
