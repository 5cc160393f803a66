package dev.chainrule.job;

import static dev.chainrule.job.Requests.ended;
import static dev.chainrule.job.Requests.submit;
import static dev.chainrule.job.Requests.xor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Readers that do not read. */
@ServiceTest
@TestPropertySource(properties = "server.tomcat.connection-timeout=1s")
class SlowReaderTest {
    private static final int EPOCHS = 100_000;

    /** The fewest bytes of an epoch as an event. */
    private static final int EVENT_BYTES = 200;

    private final Api api;
    private final MeterRegistry meters;

    @LocalServerPort
    private int port;

    SlowReaderTest(Api api, MeterRegistry meters) {
        this.api = api;
        this.meters = meters;
    }

    private int streams() {
        return (int) meters.get("chainrule.streams.open").gauge().value();
    }

    /** Only the buffers of the sockets hold data for a stalled reader: after it is disconnected, they are all that it can read. */
    @Test
    void stalledReaderIsDisconnectedWithBoundedMemory() throws IOException {
        var id = submit(api, xor("\"epochs\": " + EPOCHS + ", \"seed\": 1"));
        ended(api, id);

        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(1 << 12);
            socket.connect(new InetSocketAddress("localhost", port));
            socket.getOutputStream().write(("GET /api/v1/jobs/" + id + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> streams() == 1);

            await().atMost(Duration.ofSeconds(30)).until(() -> streams() == 0);

            assertThat(bytesToTheEnd(socket)).isBetween(1L, EPOCHS * (long) EVENT_BYTES / 2);
        }
        assertThat(EventReader.epochs(EventReader.all(api, id))).as("readers that read get all").hasSize(EPOCHS + 1);
    }

    private static long bytesToTheEnd(Socket socket) throws IOException {
        long count = 0;
        try {
            var buffer = new byte[1 << 16];
            for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                count += read;
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return count;
    }

    @Test
    void disconnectedReaderIsUnregistered() {
        var id = submit(api, xor("\"epochs\": 10000000"));
        try (var reader = EventReader.open(api, id, "")) {
            reader.until(event -> event.isEpoch() && event.epoch() > 0);
            assertThat(streams()).isEqualTo(1);
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> streams() == 0);
        api.post("/jobs/" + id + "/cancel", "");
        ended(api, id);
    }
}
