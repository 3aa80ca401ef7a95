package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.performance.Figure.Better;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void theRatioIsAboveOneWhereOursIsBetter() {
        assertThat(new Figure("seconds", "s", Better.lower, null, null).ratio(2, 10)).isEqualTo(5);
        assertThat(new Figure("rate", "1/s", Better.higher, null, null).ratio(2, 10)).isEqualTo(0.2);
    }

    @Test
    void aRatioAndALimitMustBothBeReached() {
        Figure lower = new Figure("seconds", "s", Better.lower, 5.0, 3.0);
        assertThat(lower.met(2, 10.0)).isTrue();
        assertThat(lower.met(3, 15.0)).isTrue();
        assertThat(lower.met(2.1, 10.0)).isFalse(); // 4.8 times
        assertThat(lower.met(3.1, 100.0)).isFalse(); // above the limit
        Figure higher = new Figure("rate", "1/s", Better.higher, 0.5, 3.0);
        assertThat(higher.met(5, 10.0)).isTrue();
        assertThat(higher.met(4.9, 10.0)).isFalse();
        assertThat(higher.met(2.9, 1.0)).isFalse();
    }

    @Test
    void nothingIsMetOrMissedWithoutAGoalOrItsPeer() {
        assertThat(new Figure("seconds", "s", Better.lower, null, null).met(1, 2.0)).isNull();
        assertThat(new Figure("seconds", "s", Better.lower, 2.0, null).met(1, null)).isNull();
        assertThat(new Figure("seconds", "s", Better.lower, 2.0, 5.0).met(1, null)).isNull();
        assertThat(new Figure("seconds", "s", Better.lower, null, 5.0).met(6, null)).isFalse();
    }

    @Test
    void goalsInWords() {
        assertThat(new Figure("seconds", "s", Better.lower, 5000.0, 10.0).goal()).isEqualTo("5000 times the peer and at most 10 s");
        assertThat(new Figure("rate", "1/s", Better.higher, null, 1.5).goal()).isEqualTo("at least 1.5 1/s");
        assertThat(new Figure("rate", "1/s", Better.higher, 0.5, null).goal()).isEqualTo("0.5 times the peer");
        assertThat(new Figure("rate", "1/s", Better.higher, null, null).goal()).isEmpty();
    }

    @Test
    void aFigureSaysWhichWayIsGood() {
        assertThatThrownBy(() -> new Figure("seconds", "s", null, null, null)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("seconds").hasMessageContaining("better");
    }

    @Test
    void aSpreadHasTheMiddleOfOddAndTheMeanOfTheMiddleTwoOfEvenNumbers() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 5));
        assertThat(Spread.of(List.of(8.0, 1.0, 3.0, 4.0))).isEqualTo(new Spread(3.5, 1, 8));
        assertThat(Spread.of(List.of(2.0))).isEqualTo(new Spread(2, 2, 2));
    }
}
