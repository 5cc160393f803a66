package dev.chainrule.benchmark.service;

import ai.onnxruntime.OrtException;
import dev.chainrule.benchmark.harness.ChildProcess;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.Json;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What predictions cost: requests a second, processor time of the service, and how long an answer takes, beside an endpoint of the same
 * service that only parses the numbers, and beside ONNX Runtime in process.
 */
public final class ServingBenchmark {
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
    private static final List<Integer> ROWS = List.of(1, 100);

    /** Stretches are short, because there are many; both ways of one row of the table follow each other. */
    private static final int PARTS = 4;

    private final Settings settings;
    private final Report report;
    private final MarkdownTable table = new MarkdownTable(List.of(
            "network", "rows", "connections", "what", "requests a second", "of the parser's",
            "processor time a request",
            "median", "99 %"));
    private final MarkdownTable inProcess = new MarkdownTable(
            List.of("network", "rows", "ONNX Runtime in process, predictions a second", "time of one"));

    public ServingBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** Networks, whose last layer is a softmax. */
    private enum Served {
        SMALL("4-16-3", List.of(4, 16, 3)),
        IMAGES("784-128-64-10", List.of(784, 128, 64, 10));

        private final String title;
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<Integer> widths;

        Served(String title, List<Integer> widths) {
            this.title = title;
            this.widths = widths;
        }

        String model() {
            return "served-" + title;
        }

        /** Bytes of an image, or numbers with a digit after the point. */
        double[][] rows(int count) {
            var random = new Random(count);
            return IntStream.range(0, count)
                    .mapToObj(_ -> random.ints(widths.getFirst(), 0, 256)
                            .mapToDouble(number -> this == IMAGES ? number : number / 10.0)
                            .toArray())
                    .toArray(double[][]::new);
        }

        String json(int count) {
            // Integers without a fraction, as images are sent.
            return Json.MAPPER.writeValueAsString(Map.of("rows", Stream.of(rows(count))
                    .map(row -> IntStream.range(0, row.length)
                            .mapToObj(i -> this == IMAGES ? (Number) (int) row[i] : (Number) row[i])
                            .toList())
                    .toList()));
        }

        String job() {
            var layers = IntStream.range(1, widths.size())
                    .mapToObj(l -> Map.of(
                            "units", widths.get(l), "activation", l == widths.size() - 1 ? "softmax" : "relu"))
                    .toList();
            int classes = widths.getLast();
            var targets = IntStream.range(0, 10 * classes)
                    .mapToObj(row -> IntStream.range(0, classes).map(i -> row % classes == i ? 1 : 0).toArray())
                    .toList();
            return Json.MAPPER.writeValueAsString(Map.of(
                    "model", Map.of("name", model(), "layers", layers, "loss", "categorical_cross_entropy"),
                    "dataset", Map.of("name", model(), "features", rows(10 * classes), "targets", targets),
                    "epochs", 1,
                    "seed", 1));
        }
    }

    public void run() {
        try (var service = new ServiceProcess(settings, settings.mostThreads(), settings.heap())) {
            try {
                for (var served : Served.values()) {
                    measure(service, served);
                }
            } catch (IllegalStateException | OrtException failure) {
                report.failure("serving: " + failure.getMessage() + "; the end of " + service.log() + ":\n"
                        + ChildProcess.tail(service.log()));
            }
        } catch (IllegalStateException notReady) {
            report.failure(String.valueOf(notReady.getMessage()));
        }
        report.lines(
                "## Serving",
                "",
                "Who asks is on the same cores, and not part of the processor time.",
                "",
                table,
                "",
                inProcess);
    }

    private void measure(ServiceProcess service, Served served) throws OrtException {
        service.client().awaitSuccess(service.client().submit(served.job()));
        var weights = service.client().get("/api/v1/models/" + served.model() + "/versions/1/weights");
        for (int rows : ROWS) {
            report.progress("serving " + served.title + ", " + rows + " rows");
            // A way to ask in another form, such as the binary one of the Open Inference Protocol, is one more of these.
            var ways = List.of(
                    new Way("parse only", ParseOnlyController.PATH),
                    new Way("predict", "/api/v1/models/" + served.model() + "/predict"));
            var loads = ways.stream()
                    .map(way -> new RequestLoad(service.port(), way.path(), served.json(rows)))
                    .toList();
            loads.forEach(load -> load.send(CONNECTIONS.get(1), settings.warmSeconds()));
            for (int connections : CONNECTIONS) {
                double parsed = Double.NaN;
                for (int i = 0; i < ways.size(); i++) {
                    var before = service.processorTime();
                    var answered = loads.get(i).send(connections, settings.timedSeconds() / PARTS);
                    var used = service.processorTime().minus(before);
                    parsed = i == 0 ? answered.perSecond() : parsed;
                    row(served, rows, connections, ways.get(i), answered, parsed, used);
                }
            }
            try (var onnx = new OnnxPredictor(weights, settings.mostThreads())) {
                var inputs = inputs(served.rows(rows));
                var _ = onnx.perSecond(inputs, settings.timedSeconds() / PARTS);
                double perSecond = onnx.perSecond(inputs, settings.timedSeconds() / PARTS);
                inProcess.row(List.of(served.title, String.valueOf(rows), Figures.whole(perSecond),
                        Figures.whole(1e6 / perSecond) + " µs"));
            }
        }
    }

    /** A way to ask. */
    private record Way(String title, String path) {}

    private void row(
            Served served, int rows, int connections, Way way, RequestLoad.Answered answered, double parsed,
            Duration used) {
        table.row(List.of(
                served.title, String.valueOf(rows), String.valueOf(connections), way.title(),
                Figures.whole(answered.perSecond()), Figures.percent(answered.perSecond() / parsed),
                Figures.whole(used.toNanos() / 1e3 / answered.nanos().length) + " µs",
                Figures.twoDigits(answered.quantile(0.5)) + " ms",
                Figures.twoDigits(answered.quantile(0.99)) + " ms"));
    }

    private static float[][] inputs(double[][] rows) {
        var inputs = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < inputs[i].length; j++) {
                inputs[i][j] = (float) rows[i][j];
            }
        }
        return inputs;
    }
}
