package dev.chainrule.job;

import static dev.chainrule.job.EventReader.epochs;
import static dev.chainrule.job.EventReader.states;
import static dev.chainrule.job.EventReader.summary;
import static dev.chainrule.job.Requests.submit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Api;
import dev.chainrule.ChainruleApplication;
import dev.chainrule.Postgres;
import dev.chainrule.job.EventReader.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Readers that reconnect to another process of the service. */
class EventReplicasTest {
    private static final int EPOCHS = 6000;

    @TempDir
    private Path folder;

    private static ConfigurableApplicationContext start(List<String> database, String... settings) {
        var arguments = Stream.of(database.stream(), Stream.of(settings), Stream.of("--server.port=0"))
                .flatMap(part -> part)
                .toArray(String[]::new);
        return new SpringApplicationBuilder(ChainruleApplication.class).run(arguments);
    }

    /** A job of some seconds. */
    private static String job() {
        return """
                {"model": {"layers": [{"units": 64, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
                           "loss": "binary_cross_entropy"},
                 "dataset": {"generator": {"type": "moons", "rows": 1000}},
                 "epochs": %d, "seed": 1, "checkpointSeconds": 0.1}
                """.formatted(EPOCHS);
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(0, last).boxed().toList();
    }

    @Test
    void aJobIsFollowedThroughReplicasThatDoNotTrainIt() {
        var database = Postgres.create();
        try (var training = start(database, "--chainrule.job.replica=one", "--chainrule.job.threads=1");
                var other = start(database, "--chainrule.job.replica=two")) {
            var here = new Api(training.getEnvironment());
            var there = new Api(other.getEnvironment());
            other.getBean(JobWorker.class).stop();
            var id = submit(here, job());

            var told = new ArrayList<Event>();
            for (int part = 0; told.isEmpty() || told.getLast().isEpoch(); part++) {
                var api = part % 2 == 0 ? there : here;
                try (var reader = told.isEmpty()
                        ? EventReader.open(api, id, "")
                        : EventReader.resume(api, id, told.getLast().id())) {
                    told.addAll(reader.until(event -> event.isEpoch() && event.epoch() % 1201 == 0));
                }
            }

            assertThat(epochs(told)).isEqualTo(upTo(EPOCHS));
            assertThat(states(told)).containsExactly("QUEUED", "RUNNING", "SUCCEEDED");
            assertThat(EventReader.all(there, id)).isEqualTo(told);
            other.getBean(JobWorker.class).start();
        }
    }

    @Test
    void streamsEndWithTheServiceAndResumeAfterTheNextStart() {
        var database = List.of("--chainrule.data-folder=" + folder);
        var told = new ArrayList<Event>();
        String id;
        try (var service = start(database, "--chainrule.job.threads=1")) {
            var api = new Api(service.getEnvironment());
            id = submit(api, job());
            try (var reader = EventReader.open(api, id, "")) {
                told.addAll(reader.until(event -> event.isEpoch() && event.epoch() == 100));
                SpringApplication.exit(service);
                told.addAll(reader.rest());
            }
            assertThat(told.getLast().isEpoch()).as("%s", told.getLast()).isTrue();
        }
        try (var service = start(database, "--chainrule.job.threads=1");
                var reader = EventReader.resume(new Api(service.getEnvironment()), id, told.getLast().id())) {
            told.addAll(reader.rest());
        }

        assertThat(epochs(told)).isEqualTo(upTo(EPOCHS));
        int stop = told.stream().filter(event -> !event.isEpoch()).skip(2).findFirst().map(told::indexOf).orElseThrow();
        int last = told.get(stop - 1).epoch();
        assertThat(summary(told)).containsExactly(
                "QUEUED", "RUNNING", "0-" + last, "QUEUED", "RUNNING", last + 1 + "-" + EPOCHS, "SUCCEEDED");
    }
}
