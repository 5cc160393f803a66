package dev.chainrule.benchmark;

import dev.chainrule.benchmark.harness.Machine;
import dev.chainrule.benchmark.harness.Report;
import dev.chainrule.benchmark.harness.Settings;
import dev.chainrule.benchmark.kernel.KernelBenchmark;
import dev.chainrule.benchmark.product.ProductBenchmark;
import dev.chainrule.benchmark.service.JobsBenchmark;
import dev.chainrule.benchmark.service.KeysBenchmark;
import dev.chainrule.benchmark.service.ServiceBenchmark;
import dev.chainrule.benchmark.service.ServingBenchmark;
import dev.chainrule.benchmark.service.WatchingBenchmark;
import dev.chainrule.benchmark.training.BitsBenchmark;
import dev.chainrule.benchmark.training.TrainingBenchmark;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Runs the benchmark that its argument names. Ends with 1 if anything failed. */
public final class Benchmark {
    private enum Name {
        TRAINING,
        PRODUCTS,
        SERVICE,
        JOBS,
        WATCHING,
        KEYS,
        SERVING,
        BITS,
        KERNELS;

        /** @throws IllegalArgumentException if there is none of that name */
        static Set<Name> of(String text) {
            if (text.equals("all")) {
                return EnumSet.allOf(Name.class);
            }
            return Arrays.stream(values())
                    .filter(name -> name.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .map(Set::of)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected one of " + Arrays.toString(values()).toLowerCase(Locale.ROOT) + " or all, actual "
                                    + text));
        }

        void run(Settings settings, Report report) {
            switch (this) {
                case TRAINING -> new TrainingBenchmark(settings, report).run();
                case PRODUCTS -> new ProductBenchmark(settings, report).run();
                case SERVICE -> new ServiceBenchmark(settings, report).run();
                case JOBS -> new JobsBenchmark(settings, report).run();
                case WATCHING -> new WatchingBenchmark(settings, report).run();
                case KEYS -> new KeysBenchmark(settings, report).run();
                case SERVING -> new ServingBenchmark(settings, report).run();
                case BITS -> new BitsBenchmark(settings, report).run();
                case KERNELS -> new KernelBenchmark(settings, report).run();
            }
        }
    }

    private Benchmark() {}

    public static void main(String[] arguments) {
        var names = Name.of(arguments[0]);
        var settings = Settings.of(System.getProperties());
        var report = new Report(System.out);
        report.lines("## Machine", "", Machine.description());
        for (var name : names) {
            name.run(settings, report);
        }
        report.lines("Load average at the end: " + Machine.loadAverage());
        System.exit(report.failed() ? 1 : 0);
    }
}
