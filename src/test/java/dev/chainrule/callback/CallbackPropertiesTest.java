package dev.chainrule.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** The settings of callbacks: their defaults, what is refused at start, and the waits that follow from them. */
class CallbackPropertiesTest {
    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(CallbackProperties.class)
    static class Settings {}

    private static CallbackRetries retries(Duration first, Duration longest) {
        return new CallbackRetries(
                new CallbackProperties(List.of(), false, Duration.ofSeconds(10), 24, first, longest));
    }

    @Test
    void nothingIsSignedAndNothingPrivateIsCalledUnlessConfigured() {
        service.run(started -> {
            var properties = started.getBean(CallbackProperties.class);

            assertThat(properties.canSign()).isFalse();
            assertThat(properties.allowPrivate()).isFalse();
            assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(10));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "secret=fifteen letters", "timeout=9ms", "timeout=11m", "max-attempts=0", "max-attempts=1001",
        "first-retry-after=0s",
        "max-retry-after=8d", "max-retry-after=4s", "first-retry-after=2h"
    })
    void invalidCallbackSettingStopsTheStart(String setting) {
        service.withPropertyValues("chainrule.callback." + setting).run(failed -> assertThat(failed).hasFailed());
    }

    @Test
    void neitherAFailedStartNorTheLogContainsTheSecret() {
        service.withPropertyValues("chainrule.callback.secret=fifteen letters")
                .run(failed -> assertThat(failed.getStartupFailure())
                        .rootCause()
                        .hasMessageStartingWith(
                                "chainrule.callback.secret must be whsec_ and the base64 form of 24 to 64"));

        assertThat(Callbacks.properties(false).toString()).doesNotContain(Callbacks.SECRET).contains("timeout=PT30S");
    }

    @Test
    void twoSecretsSignOnceEach() {
        service.withPropertyValues("chainrule.callback.secret=" + Callbacks.SECRET + "," + Callbacks.SECRET)
                .run(started -> assertThat(started.getBean(CallbackProperties.class).signingKeys()).hasSize(2));
    }

    @Test
    void emptySecretIsNone() {
        service.withPropertyValues("chainrule.callback.secret=")
                .run(started -> assertThat(started.getBean(CallbackProperties.class).canSign()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 10", "3, 20", "10, 2560", "11, 3600", "12, 3600", "2147483647, 3600"})
    void theWaitDoublesUpToTheLongest(int failures, long seconds) {
        var retries = retries(Duration.ofSeconds(5), Duration.ofHours(1));

        assertThat(retries.retryAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aReceiverMayBeAwayFor14HoursByDefault() {
        service.withBean(CallbackRetries.class).run(started -> {
            var retries = started.getBean(CallbackRetries.class);
            var whole = Duration.ZERO;
            for (int failures = 1; failures < retries.maxAttempts(); failures++) {
                whole = whole.plus(retries.retryAfter(failures));
            }

            assertThat(whole).isBetween(Duration.ofHours(14), Duration.ofHours(15));
        });
    }
}
