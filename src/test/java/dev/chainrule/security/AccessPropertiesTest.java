package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** The settings of access: what is refused at start, and that no message has the admin key. */
class AccessPropertiesTest {
    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AccessProperties.class)
    static class Settings {}

    @Test
    void settingsWithoutValuesAreThoseThatAreNotSet() {
        service.withPropertyValues("chainrule.admin-key=", "chainrule.anonymous=", "chainrule.allowed-hosts=")
                .run(started -> {
                    var settings = started.getBean(AccessProperties.class);

                    assertThat(settings.hasAdminKey()).isFalse();
                    assertThat(settings.anonymousRole()).isEmpty();
                    assertThat(settings.allowedHosts()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin-key=only-19-characters-", "admin-key=with a space in it, and long",
        "admin-key=ümlauts-in-it-and-long-enough", "anonymous=root", "anonymous=Reader", "anonymous=true",
        "allowed-hosts=*", "allowed-hosts=https://ml.example.org", "allowed-hosts=ml.example.org:8080",
        "allowed-hosts=a.example.org,-"})
    void invalidSettingStopsTheStart(String setting) {
        service.withPropertyValues("chainrule." + setting).run(failed -> assertThat(failed).hasFailed());
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void messageOfAShortAdminKeySaysWhatIsAllowedWithoutTheKey(CapturedOutput log) {
        service.withPropertyValues("chainrule.admin-key=only-19-characters-").run(failed -> {
            assertThat(failed.getStartupFailure()).rootCause()
                    .hasMessageStartingWith("chainrule.admin-key must have at least 20 letters, digits");
            assertThat(failed.getStartupFailure()).hasStackTraceContaining("chainrule.admin-key must have");
            var trace = new StringWriter();
            failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("only-19-characters-");
        });
        assertThat(log).doesNotContain("only-19-characters-");
    }

    @Test
    void textOfTheSettingsHasNoKey() {
        var key = "an-admin-key-of-many-characters";

        service.withPropertyValues("chainrule.admin-key=" + key, "chainrule.anonymous=reader")
                .run(started -> assertThat(started.getBean(AccessProperties.class).toString())
                        .isEqualTo("AccessProperties[anonymous=reader, allowedHosts=[]]"));
    }
}
