package dev.chainrule.benchmark.product;

import dev.chainrule.benchmark.harness.ChildCommand;
import dev.chainrule.benchmark.harness.Children;
import dev.chainrule.benchmark.harness.Contender;
import dev.chainrule.benchmark.harness.Figures;
import dev.chainrule.benchmark.harness.MarkdownTable;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.limit.Peak;
import dev.chainrule.matrix.Precision;
import dev.chainrule.matrix.kernel.KernelSelection.Requested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Multiplies with every system and number of threads, in turn. */
public final class ProductBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** m, k, n: a square one, and those of W3's and W1's batches. */
    private static final List<List<Integer>> SHAPES =
            List.of(List.of(1024, 1024, 1024), List.of(256, 1024, 1024), List.of(128, 784, 128));

    private final Settings settings;
    private final Report report;
    private final Peak peak;
    private final Map<Key, List<Double>> rates = new HashMap<>();

    /** A column of the table. */
    private enum Way {
        SCALAR("scalar"),
        VECTOR("vector"),
        ND4J("ND4J"),
        DJL("DJL/PyTorch");

        private final String label;

        Way(String label) {
            this.label = label;
        }

        private Contender contender() {
            return switch (this) {
                case SCALAR, VECTOR -> Contender.CHAINRULE;
                case ND4J -> Contender.DL4J;
                case DJL -> Contender.DJL;
            };
        }

        private ChildCommand command(int threads, Settings settings) {
            var name = "products-" + name().toLowerCase(Locale.ROOT);
            return switch (this) {
                case SCALAR, VECTOR ->
                    contender().command(name, ProductChild.class, threads, settings, Requested.valueOf(name()).name());
                case ND4J, DJL -> contender().command(name, ProductChild.class, threads, settings);
            };
        }
    }

    private record Key(Product product, int threads, Way way) {}

    public ProductBenchmark(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.peak = new Peak(settings);
    }

    public void run() {
        var ways = ways();
        try (var children = new Children(settings, report)) {
            for (int round = 1; round <= settings.rounds(); round++) {
                report.progress("products, round " + round + " of " + settings.rounds());
                peak.measure(children);
                for (var product : products()) {
                    for (int threads : settings.threads()) {
                        for (var way : ways) {
                            ask(children, new Key(product, threads, way));
                        }
                    }
                }
            }
        }
        report.lines("## Products: GFLOP/s");
        peak.print(report);
        report.lines(
                "Medians; rounds: " + settings.rounds()
                        + ". C is m × n. The limit is that of the row's precision and threads.",
                "",
                table(ways));
    }

    private List<Way> ways() {
        var contenders = settings.systems().stream().map(Contender::of).toList();
        return List.of(Way.values()).stream().filter(way -> contenders.contains(way.contender())).toList();
    }

    private static List<Product> products() {
        var products = new ArrayList<Product>();
        for (var precision : Precision.values()) {
            for (var shape : SHAPES) {
                for (var form : Product.Form.values()) {
                    products.add(new Product(form, shape.get(0), shape.get(1), shape.get(2), precision));
                }
            }
        }
        return products;
    }

    private void ask(Children children, Key key) {
        children.ask(
                key.way.command(key.threads, settings),
                new ProductChild.Question(key.product, settings.productSeconds()),
                ProductChild.Answer.class,
                PATIENCE)
                .ifPresent(answer -> rates.computeIfAbsent(key, _ -> new ArrayList<>())
                        .add(answer.operationsPerSecond()));
    }

    private double median(Product product, int threads, Way way) {
        return Figures.median(rates.getOrDefault(new Key(product, threads, way), List.of()));
    }

    private MarkdownTable table(List<Way> ways) {
        var header = new ArrayList<>(List.of("product", "m×k×n", "precision", "threads"));
        ways.forEach(way -> header.add(way.label));
        header.addAll(List.of("vector/scalar", "vector/fastest other", "vector, of the limit"));
        var table = new MarkdownTable(header);
        for (var product : products()) {
            for (int threads : settings.threads()) {
                var cells = new ArrayList<>(List.of(
                        product.formula(), product.shape(), product.precision().name(), String.valueOf(threads)));
                ways.forEach(way -> cells.add(Figures.giga(median(product, threads, way))));
                double vector = median(product, threads, Way.VECTOR);
                double others = ways.stream()
                        .filter(way -> way.contender() != Contender.CHAINRULE)
                        .mapToDouble(way -> median(product, threads, way))
                        .filter(rate -> !Double.isNaN(rate))
                        .max()
                        .orElse(Double.NaN);
                cells.add(Figures.ratio(vector / median(product, threads, Way.SCALAR)));
                cells.add(Figures.ratio(vector / others));
                cells.add(Figures.percent(vector / peak.operationsPerSecond(product.precision(), threads)));
                table.row(cells);
            }
        }
        return table;
    }
}
