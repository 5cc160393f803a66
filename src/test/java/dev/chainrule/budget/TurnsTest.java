package dev.chainrule.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.budget.Turns.Participant;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static boolean hasTurn(Participant participant) {
        return participant.turn().getCount() == 0;
    }

    @Test
    void atMostTheAllowedNumberHasATurn() {
        var turns = new Turns(2, 10);
        var first = turns.enter("a");
        var second = turns.enter("a");
        var third = turns.enter("a");

        assertThat(hasTurn(first)).isTrue();
        assertThat(hasTurn(second)).isTrue();
        assertThat(hasTurn(third)).isFalse();
        assertThat(turns.count()).isEqualTo(3);

        first.leave();

        assertThat(hasTurn(third)).isTrue();
    }

    @Test
    void clientsGetTurnsOneAfterTheOther() {
        var turns = new Turns(1, 10);
        var running = turns.enter("a");
        var a1 = turns.enter("a");
        var a2 = turns.enter("a");
        var b1 = turns.enter("b");

        running.leave();
        assertThat(hasTurn(a1)).isTrue();
        a1.leave();
        assertThat(hasTurn(b1)).as("b has its turn before a's next one").isTrue();
        b1.leave();
        assertThat(hasTurn(a2)).isTrue();
    }

    @Test
    void aLongComputationPassesItsTurnOnAndGetsAnother() {
        var turns = new Turns(1, 10);
        var longOne = turns.enter("a");
        assertThat(longOne.isWanted()).isFalse();
        var shortOne = turns.enter("b");
        assertThat(longOne.isWanted()).isTrue();

        longOne.passOn();
        assertThat(hasTurn(longOne)).isFalse();
        assertThat(hasTurn(shortOne)).isTrue();

        shortOne.leave();
        assertThat(hasTurn(longOne)).isTrue();
        longOne.leave();
        assertThat(turns.count()).isZero();
    }

    @Test
    void computationThatReleasedItsTurnTakesNoneUntilItRequestsOne() {
        var turns = new Turns(1, 10);
        var idle = turns.enter("a");
        idle.releaseTurn();
        assertThat(hasTurn(idle)).isFalse();
        var other = turns.enter("b");
        assertThat(hasTurn(other)).isTrue();

        idle.requestTurn();
        assertThat(hasTurn(idle)).isFalse();
        other.leave();
        assertThat(hasTurn(idle)).isTrue();
        idle.releaseTurn();
        idle.leave();
        assertThat(hasTurn(turns.enter("c"))).isTrue();
    }

    @Test
    void aPlaceThatIsLeftWhileItWaitsGetsNoTurn() {
        var turns = new Turns(1, 10);
        var running = turns.enter("a");
        var leaving = turns.enter("b");
        var next = turns.enter("c");

        leaving.leave();
        running.leave();

        assertThat(hasTurn(leaving)).isFalse();
        assertThat(hasTurn(next)).isTrue();
    }

    @Test
    void noMoreThanAllowedHaveBegun() {
        var turns = new Turns(1, 2);
        var first = turns.enter("a");
        var second = turns.enter("b");
        var third = turns.enter("c");
        first.passOn();
        assertThat(hasTurn(second)).isTrue();

        second.passOn();

        assertThat(hasTurn(third)).as("two have begun already").isFalse();
        assertThat(hasTurn(first)).isTrue();
        first.leave();
        assertThat(hasTurn(third)).isTrue();
    }
}
