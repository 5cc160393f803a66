package dev.chainrule.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that others can reach, started without a key, as the image is. */
@ExtendWith(OutputCaptureExtension.class)
class ExposedServiceTest {
    @TempDir
    private Path folder;

    private ConfigurableApplicationContext start() {
        return start(0);
    }

    private ConfigurableApplicationContext start(int port) {
        return new SpringApplicationBuilder(ChainruleApplication.class).run(
                "--server.address=0.0.0.0", "--server.port=" + port, "--chainrule.data-folder=" + folder);
    }

    private static int status(Api api, String path, String key) {
        return api.send(api.request(path).header("Authorization", "Bearer " + key).GET()).status();
    }

    @Test
    void firstStartMakesAKeyAndPrintsItOnceWithoutLoggingIt(CapturedOutput output) throws IOException {
        String key;
        try (var service = start()) {
            var api = new Api(service.getEnvironment());
            key = Files.readString(folder.resolve("admin-key")).strip();

            assertThat(api.health("/readiness").status()).isEqualTo(200);
            assertThat(api.get("/jobs").status()).isEqualTo(401);
            assertThat(status(api, "/jobs", key)).isEqualTo(200);
        }
        assertThat(output.getOut().split(key, -1)).hasSize(2);
        assertThat(output).contains("Access:   with keys only; the admin key is in " + folder.resolve("admin-key"),
                "-H \"Authorization: Bearer $(cat '" + folder.resolve("admin-key") + "')\"");

        try (var service = start()) {
            assertThat(status(new Api(service.getEnvironment()), "/jobs", key)).isEqualTo(200);
        }
        assertThat(output.getAll().split(key, -1)).hasSize(2);
    }

    @Test
    void startThatFailsLeavesTheKeyToTheFirstOneThatSucceeds(CapturedOutput output) throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> start(taken.getLocalPort())).isInstanceOf(ApplicationContextException.class);
        }
        assertThat(folder.resolve("admin-key")).doesNotExist();
        assertThat(output).doesNotContain("crk_admin_");

        start().close();

        assertThat(output.getOut()).containsOnlyOnce(Files.readString(folder.resolve("admin-key")).strip());
    }
}
