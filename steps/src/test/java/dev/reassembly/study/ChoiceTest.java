package dev.reassembly.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void regretIsWhatTheChoiceLeavesBehind() {
        double[] reached = {0.7, 0.9, 0.8};
        assertThat(Choice.regret(new double[] {1, 3, 2}, reached)).isZero();
        assertThat(Choice.regret(new double[] {1, 2, 3}, reached)).isCloseTo(0.1, within(1e-12));
        assertThat(Choice.regret(new double[] {3, 2, 3}, reached)).as("by lot between the first and the last").isCloseTo(0.15, within(1e-12));
        assertThat(Choice.regret(new double[] {Double.NaN, Double.NaN, 1}, reached)).isCloseTo(0.1, within(1e-12));
        assertThat(Choice.regret(new double[] {Double.NaN, Double.NaN, Double.NaN}, reached)).isNaN();
    }

    /** Against 20,000 draws that break ties by lot. */
    @Test
    void foundIsTheExpectedOverlapOfTheFirstThree() {
        Random random = new Random(9);
        double[] scores = random.ints(9, 0, 4).asDoubleStream().toArray();
        double[] reached = random.ints(9, 0, 5).asDoubleStream().toArray();
        double sum = 0;
        int draws = 20_000;
        for (int draw = 0; draw < draws; draw++) {
            List<Integer> both = new ArrayList<>(first(scores, random));
            both.retainAll(first(reached, random));
            sum += both.size() / 3.0;
        }
        assertThat(Choice.found(scores, reached, 3)).isCloseTo(sum / draws, within(0.01));
    }

    @Test
    void aScoreThatKnowsNothingFindsByChance() {
        double[] reached = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        assertThat(Choice.found(new double[6], reached, 3)).isCloseTo(0.5, within(1e-12));
        assertThat(Choice.found(reached, reached, 3)).isCloseTo(1, within(1e-12));
    }

    private static List<Integer> first(double[] values, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
        Collections.shuffle(order, random);
        order.sort(Comparator.comparingDouble(i -> -values[i]));
        return order.subList(0, 3);
    }
}
