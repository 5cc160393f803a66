package dev.chainrule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.network.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
    @Test
    void theSameSeedPurposeAndIndexGiveTheSameNumbers() {
        assertThat(numbers(RandomStream.of(42, Purpose.SHUFFLE, 7)))
                .isEqualTo(numbers(RandomStream.of(42, Purpose.SHUFFLE, 7)));
    }

    @Test
    void streamsOfOtherSeedsPurposesAndIndicesShareNoNumber() {
        var seen = new HashSet<Long>();
        int drawn = 0;
        for (long seed : new long[] {0, 1, 2, -1, Long.MIN_VALUE}) {
            for (var purpose : Purpose.values()) {
                for (long index = 0; index < 50; index++) {
                    for (long number : numbers(RandomStream.of(seed, purpose, index))) {
                        seen.add(number);
                        drawn++;
                    }
                }
            }
        }

        assertThat(seen).hasSize(drawn);
    }

    /**
     * The known answers for the seed 1234567, as published at rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64.
     */
    @Test
    void theGeneratorIsSplitMix64() {
        var random = new RandomStream(1234567);

        assertThat(LongStream.generate(random::nextLong).limit(5).mapToObj(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    /** Weights, orders and masks of every trained model follow from these: a change here changes all results. */
    @Test
    void firstNumbersOfTheStreamAreFixed() {
        var random = RandomStream.of(42, Purpose.INITIALISATION, 0);

        assertThat(new long[] {random.nextLong(), random.nextLong()}).containsExactly(228021330848695228L,
                4753157836378290002L);
        assertThat(random.nextDouble()).isEqualTo(0.05009720784508942);
        assertThat(random.nextInt(1000)).isEqualTo(894);
        assertThat(random.nextGaussian()).isEqualTo(-0.5538435133910873);
    }

    @Test
    void doublesAreUniformInZeroToOne() {
        var random = RandomStream.of(1, Purpose.DROPOUT, 0);
        var bins = new int[10];
        for (int i = 0; i < 100_000; i++) {
            bins[(int) (10 * random.nextDouble())]++;
        }

        // Binomial(100 000, 0.1) has a standard deviation of 95.
        assertThat(Arrays.stream(bins).boxed()).allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(475)));
    }

    @Test
    void gaussiansHaveMeanZeroAndVarianceOne() {
        var random = RandomStream.of(1, Purpose.INITIALISATION, 0);
        var values = IntStream.range(0, 100_000).mapToDouble(_ -> random.nextGaussian()).toArray();

        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.016));
        assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow()).isCloseTo(1, within(0.022));
        assertThat(Arrays.stream(values).filter(v -> Math.abs(v) < 1).count()).isCloseTo(68_269, within(740L));
    }

    @Test
    void integersAreUniformBelowTheirBound() {
        var random = RandomStream.of(1, Purpose.SHUFFLE, 0);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }

        assertThat(Arrays.stream(counts).boxed()).allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(465)));
        assertThat(random.nextInt(1)).isZero();
        assertThat(IntStream.range(0, 1000).map(_ -> random.nextInt(Integer.MAX_VALUE)))
                .allMatch(n -> n >= 0 && n < Integer.MAX_VALUE)
                .anyMatch(n -> n > 1 << 30);
    }

    @Test
    void everyOrderOfThreeIsEquallyLikely() {
        var counts = new int[27];
        for (int epoch = 0; epoch < 60_000; epoch++) {
            var order = new int[3];
            RandomStream.of(5, Purpose.SHUFFLE, epoch).permute(order);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }

        assertThat(Arrays.stream(counts).filter(count -> count > 0).boxed())
                .hasSize(6)
                .allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(456)));
    }

    private static long[] numbers(RandomStream random) {
        return IntStream.range(0, 10).mapToLong(_ -> random.nextLong()).toArray();
    }
}
