package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.network.RandomStream;
import dev.chainrule.network.RandomStream.Purpose;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generated rows: columns x1 (and x2) and one target y1, which is 0 or 1 except for plane and sine. With U(a, b) uniformly
 * distributed, Z standard normal, s the noise, n the rows and i counted from 0:
 *
 * <ul>
 *   <li>and, or, xor: the truth table, repeated; s·Z is added to each input
 *   <li>gauss: two clouds around (2, 2), class 1, and (−2, −2), class 0, each with the variance ½ + 7s
 *   <li>circles: r·(sin φ, cos φ), φ = U(0, 2π); r = U(0, 2.5) in the first half and U(3.5, 5) in the second. Class 1
 *       where the point, moved by s·U(−5, 5) in each direction, is within 2.5 of the middle
 *   <li>quadrants: U(−5, 5) in each direction, pushed 0.3 away from the axes. Class 1 where the point, moved by
 *       s·U(−5, 5) in each direction, has x1·x2 ≥ 0
 *   <li>spiral: two arms of m points, r = 5i/m, φ = 3.5π·i/m, the second arm turned by π;
 *       r·(sin φ, cos φ) + s·U(−1, 1). Class 1 is the first arm
 *   <li>moons: (cos φ, sin φ), class 0, and (1 − cos φ, ½ − sin φ), class 1, φ evenly spaced from 0 to π; s·Z is added
 *   <li>plane: U(−6, 6) in each direction, y = (x1 + x2)/10 of the point moved by s·U(−6, 6) in each direction
 *   <li>sine: x = U(−π, π), y = sin x + s·Z
 * </ul>
 *
 * Gauss, circles, quadrants (its "xor"), spiral and plane are those of the TensorFlow Playground ({@code dataset.ts}),
 * moons is scikit-learn's {@code make_moons}.
 */
final class GeneratorSource implements UploadedRows {
    private static final double TURN = 2 * StrictMath.PI;

    private final Generator generator;
    private final Faults faults;

    GeneratorSource(Generator generator, Faults faults) {
        this.generator = generator;
        this.faults = faults;
    }

    @Override
    public UploadForm source() {
        return UploadForm.GENERATOR;
    }

    @Override
    public List<Declaration> columns() {
        return Stream.concat(
                ArraysSource.numbered("x", generator.type().inputs(), Role.FEATURE),
                ArraysSource.numbered("y", 1, Role.TARGET))
                .toList();
    }

    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var random = RandomStream.of(generator.seed(), Purpose.DATA, 0);
        var row = new Row(types.length);
        for (int i = 0; i < generator.rows(); i++) {
            generate(i, random, row);
            receiver.accept(row);
        }
    }

    @Override
    public Faults faults(int column) {
        return faults;
    }

    private void generate(int i, RandomStream random, Row row) {
        switch (generator.type()) {
            case AND -> logic(i, random, row, (i & 3) == 3);
            case OR -> logic(i, random, row, (i & 3) != 0);
            case XOR -> logic(i, random, row, (i & 3) == 1 || (i & 3) == 2);
            case GAUSS -> gauss(i, random, row);
            case CIRCLES -> circles(i, random, row);
            case QUADRANTS -> quadrants(random, row);
            case SPIRAL -> spiral(i, random, row);
            case MOONS -> moons(i, random, row);
            case PLANE -> plane(random, row);
            case SINE -> sine(random, row);
        }
    }

    private void logic(int i, RandomStream random, Row row, boolean holds) {
        set(row, (i >> 1 & 1) + jitter(random), (i & 1) + jitter(random), holds ? 1 : 0);
    }

    private void gauss(int i, RandomStream random, Row row) {
        boolean first = i < firstHalf();
        double deviation = StrictMath.sqrt(0.5 + 7 * generator.noise());
        double middle = first ? 2 : -2;
        double x1 = middle + deviation * random.nextGaussian();
        set(row, x1, middle + deviation * random.nextGaussian(), first ? 1 : 0);
    }

    private void circles(int i, RandomStream random, Row row) {
        double radius = i < firstHalf() ? uniform(random, 0, 2.5) : uniform(random, 3.5, 5);
        double angle = uniform(random, 0, TURN);
        double x1 = radius * StrictMath.sin(angle);
        double x2 = radius * StrictMath.cos(angle);
        double moved1 = x1 + generator.noise() * uniform(random, -5, 5);
        double moved2 = x2 + generator.noise() * uniform(random, -5, 5);
        set(row, x1, x2, StrictMath.sqrt(moved1 * moved1 + moved2 * moved2) < 2.5 ? 1 : 0);
    }

    private void quadrants(RandomStream random, Row row) {
        double x1 = fromAxis(uniform(random, -5, 5));
        double x2 = fromAxis(uniform(random, -5, 5));
        double moved1 = x1 + generator.noise() * uniform(random, -5, 5);
        double moved2 = x2 + generator.noise() * uniform(random, -5, 5);
        set(row, x1, x2, moved1 * moved2 >= 0 ? 1 : 0);
    }

    private static double fromAxis(double value) {
        return value > 0 ? value + 0.3 : value - 0.3;
    }

    private void spiral(int i, RandomStream random, Row row) {
        boolean first = i < firstHalf();
        int points = first ? firstHalf() : generator.rows() - firstHalf();
        double part = (double) (first ? i : i - firstHalf()) / points;
        double angle = 1.75 * part * TURN + (first ? 0 : StrictMath.PI);
        double x1 = 5 * part * StrictMath.sin(angle) + generator.noise() * uniform(random, -1, 1);
        double x2 = 5 * part * StrictMath.cos(angle) + generator.noise() * uniform(random, -1, 1);
        set(row, x1, x2, first ? 1 : 0);
    }

    private void moons(int i, RandomStream random, Row row) {
        int outer = generator.rows() / 2;
        boolean first = i < outer;
        int points = first ? outer : generator.rows() - outer;
        int index = first ? i : i - outer;
        double angle = points == 1 ? 0 : StrictMath.PI * index / (points - 1);
        double x1 = first ? StrictMath.cos(angle) : 1 - StrictMath.cos(angle);
        double x2 = first ? StrictMath.sin(angle) : 0.5 - StrictMath.sin(angle);
        x1 += jitter(random);
        set(row, x1, x2 + jitter(random), first ? 0 : 1);
    }

    private void plane(RandomStream random, Row row) {
        double x1 = uniform(random, -6, 6);
        double x2 = uniform(random, -6, 6);
        double moved1 = x1 + generator.noise() * uniform(random, -6, 6);
        double moved2 = x2 + generator.noise() * uniform(random, -6, 6);
        set(row, x1, x2, (moved1 + moved2) / 10);
    }

    private void sine(RandomStream random, Row row) {
        double x = uniform(random, -StrictMath.PI, StrictMath.PI);
        row.number(0, x);
        row.number(1, StrictMath.sin(x) + jitter(random));
    }

    private int firstHalf() {
        return (generator.rows() + 1) / 2;
    }

    private double jitter(RandomStream random) {
        return generator.noise() == 0 ? 0 : generator.noise() * random.nextGaussian();
    }

    private static double uniform(RandomStream random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    private static void set(Row row, double x1, double x2, double y) {
        row.number(0, x1);
        row.number(1, x2);
        row.number(2, y);
    }
}
