package dev.chainrule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

/** On a separate service, because the commands are for a fresh one. */
@ServiceTest
@TestPropertySource(properties = "spring.application.name=chainrule-start")
class StartReportTest {
    private final String text;

    StartReportTest(StartReport report, Environment environment) {
        var port = environment.getRequiredProperty("local.server.port");
        text = report.text("http://localhost:" + port, 1234);
    }

    @Test
    void reportNamesAddressBindingKernelsAndTime() {
        assertThat(text)
                .containsPattern("^Chainrule .*listens on http://localhost:\\d+ \\(started in 1.2 s\\)\n")
                .containsPattern("API: +http://localhost:\\d+/api/v1, bound to 127.0.0.1\n")
                .containsPattern("Access: +open on this machine, without keys; SERVER_ADDRESS=0.0.0.0 lets others in,"
                        + " with keys\n")
                .containsPattern("Data: +jdbc:h2:mem:[^;?]+\n")
                .containsPattern("Compute: +(vector|scalar) kernels \\(.+\\), \\d+ threads\n");
    }

    /** Run in a shell on a fresh service, and a second time. */
    @Test
    void commandsTrainAndPredict() throws IOException, InterruptedException {
        var commands = text.lines().filter(line -> line.startsWith("  curl")).toList();
        assertThat(commands).hasSize(2);

        for (int i = 0; i < 2; i++) {
            assertThat(shell(commands.getFirst())).isEqualTo("\"state\":\"SUCCEEDED\",\"stopReason\":\"MAX_EPOCHS\"\n");
            assertThat(shell(commands.getLast())).contains("\"outputs\":[[");
        }
    }

    private static String shell(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
