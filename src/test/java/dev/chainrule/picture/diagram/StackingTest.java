package dev.chainrule.picture.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Things move towards where they are wanted, but keep their order and their distance. */
class StackingTest {
    private static final org.assertj.core.data.Offset<Double> CLOSE = within(1e-9);

    @Test
    void thingsFarApartAreWhereTheyAreWanted() {
        assertThat(Stacking.places(new double[] {0, 50, 200}, new double[] {0, 20, 20}))
                .containsExactly(new double[] {0, 50, 200}, CLOSE);
    }

    @Test
    void thingsWantedInOnePlaceStandAroundIt() {
        assertThat(Stacking.places(new double[] {100, 100, 100}, new double[] {0, 20, 20}))
                .containsExactly(new double[] {80, 100, 120}, CLOSE);
    }

    @Test
    void thingsWantedInTheOtherOrderMeetInTheMiddle() {
        assertThat(Stacking.places(new double[] {90, 10}, new double[] {0, 20}))
                .containsExactly(new double[] {40, 60}, CLOSE);
    }

    @Test
    void nothingHasNoPlaces() {
        assertThat(Stacking.places(new double[0], new double[0])).isEmpty();
    }
}
