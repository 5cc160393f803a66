package dev.chainrule;

import dev.chainrule.budget.ByteCount;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.database.DatabaseProduct;
import dev.chainrule.security.AccessReport;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The first lines of the log: where the service listens and stores its data, who may call it, what it computes with, and how to train a first
 * network.
 */
@Component
class StartReport {
    private static final Logger log = LoggerFactory.getLogger(StartReport.class);

    /** The README's first example. */
    private static final String XOR = """
            {"model":{"name":"xor","layers":[{"type":"dense","units":3,"activation":"tanh"},\
            {"type":"dense","units":1,"activation":"sigmoid"}],"loss":"binary_cross_entropy"},\
            "dataset":{"name":"xor","features":[[0,0],[0,1],[1,0],[1,1]],"targets":[[0],[1],[1],[0]]},\
            "epochs":500,"batchSize":"full","optimizer":{"type":"adam","learningRate":0.05},"seed":42}""";

    private final Compute compute;
    private final MemoryBudget memory;
    private final DatabaseProduct database;
    private final ServerProperties server;
    private final AccessReport access;
    private final String version;

    StartReport(
            Compute compute, MemoryBudget memory, DatabaseProduct database, ServerProperties server,
            AccessReport access,
            ObjectProvider<BuildProperties> build) {
        this.compute = compute;
        this.memory = memory;
        this.database = database;
        this.server = server;
        this.access = access;
        this.version = build.stream().findFirst().map(found -> " " + found.getVersion()).orElse("");
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web) {
            var server = Objects.requireNonNull(web.getWebServer(), "a service that is ready has a web server");
            var timeTaken = Objects.requireNonNull(event.getTimeTaken(), "SpringApplication.run measures the time");
            log.info("{}", text(address(server.getPort()), timeTaken.toMillis()));
        }
    }

    private String address(int port) {
        var scheme = Ssl.isEnabled(server.getSsl()) ? "https" : "http";
        return scheme + "://localhost:" + port;
    }

    private String bound() {
        return Optional.ofNullable(server.getAddress())
                .map(address -> "bound to " + address.getHostAddress())
                .orElse("bound to all network interfaces");
    }

    String text(String base, long milliseconds) {
        return """
                Chainrule%s listens on %s (started in %s s)

                  API:      %s/api/v1, %s
                  Access:   %s
                  Health:   %s/actuator/health
                  Data:     %s
                  Compute:  %s
                  Memory:   %s for jobs and requests

                Train a network on XOR, wait until its job has ended, and let it predict the four rows:

                  curl -sS '%s/api/v1/jobs?wait=30'%s -H 'Content-Type: application/json' -d '%s' | grep -o '"state":"[A-Z]*","stopReason":"[A-Z_]*"'
                  curl -sS %s/api/v1/models/xor/predict%s -H 'Content-Type: application/json' -d '{"rows":[[0,0],[0,1],[1,0],[1,1]]}'
                """
                .formatted(version, base, String.format(Locale.ROOT, "%.1f", milliseconds / 1e3),
                        base, bound(), access.inWords(), base, database.place(), compute.description(),
                        ByteCount.text(memory.usage().total()), base, access.curlOption(), XOR, base,
                        access.curlOption());
    }
}
