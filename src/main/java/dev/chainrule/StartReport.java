package dev.chainrule;

import dev.chainrule.compute.Compute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says at start where the service listens, what it computes with, and how to train a first network. */
@Component
class StartReport {
    private static final Logger log = LoggerFactory.getLogger(StartReport.class);

    /** The README's first example, so that both may be run. */
    private static final String XOR = """
            {"model":{"name":"xor","layers":[{"type":"dense","units":3,"activation":"tanh"},\
            {"type":"dense","units":1,"activation":"sigmoid"}],"loss":"binary_cross_entropy"},\
            "dataset":{"name":"xor","features":[[0,0],[0,1],[1,0],[1,1]],"targets":[[0],[1],[1],[0]]},\
            "epochs":500,"batchSize":"full","optimizer":{"type":"adam","learningRate":0.05},"seed":42}""";

    private final Compute compute;

    StartReport(Compute compute) {
        this.compute = compute;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        var base = "http://localhost:" + event.getWebServer().getPort();
        log.info(
                """
                        Chainrule listens on {}
                        It computes with {}.
                        Train XOR with three lines, the first of which answers with the job's id:
                          curl -s {}/api/v1/jobs -H 'Content-Type: application/json' -d '{}'
                          curl -s '{}/api/v1/jobs?limit=1'
                          curl -s {}/api/v1/models/xor/predict -H 'Content-Type: application/json' -d '{"rows":[[0,0],[0,1],[1,0],[1,1]]}'
                        """,
                base, compute.description(), base, XOR, base, base);
    }
}
