package dev.reassembly.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RungsTest {
    @Test
    void planOfAFewCasesByHand() {
        assertThat(Rungs.plan(8, 8, 8, 3)).containsExactly(new Rung(2, 8), new Rung(4, 4), new Rung(8, 2));
        assertThat(Rungs.plan(5, 5, 3, 2)).containsExactly(new Rung(1, 5), new Rung(3, 3));
        assertThat(Rungs.plan(5, 5, 3, 1)).containsExactly(new Rung(3, 5));
        // Too few epochs, too few candidates.
        assertThat(Rungs.plan(8, 8, 1, 8)).containsExactly(new Rung(1, 8));
        assertThat(Rungs.plan(2, 2, 100, 8)).containsExactly(new Rung(50, 2), new Rung(100, 1));
        assertThat(Rungs.plan(1, 1, 5, 8)).containsExactly(new Rung(5, 1));
    }

    /** A small field that shares trainings with a large one is trained equally far in each round. */
    @Test
    void theLargestFieldSaysWhenRoundsEnd() {
        assertThat(Rungs.plan(1, 8, 8, 3)).containsExactly(new Rung(2, 1), new Rung(4, 1), new Rung(8, 1));
        assertThat(Rungs.plan(3, 8, 8, 3)).containsExactly(new Rung(2, 3), new Rung(4, 2), new Rung(8, 1));
    }

    @Test
    void everyPlanEndsAtTheLastEpochAndHalvesWhoGoesOn() {
        for (int candidates = 1; candidates <= 40; candidates++) {
            for (int epochs = 1; epochs <= 20; epochs++) {
                for (int rungs = 1; rungs <= 8; rungs++) {
                    List<Rung> plan = Rungs.plan(candidates, candidates, epochs, rungs);
                    int left = candidates;
                    int before = 0;
                    for (Rung rung : plan) {
                        assertThat(rung.candidates()).isEqualTo(left);
                        assertThat(rung.epochsUntil()).isGreaterThan(before);
                        before = rung.epochsUntil();
                        left = (int) Math.ceil(left / 2.0);
                    }
                    assertThat(plan.size()).isBetween(1, rungs);
                    assertThat(before).isEqualTo(epochs);
                    assertThat(plan.stream().filter(rung -> rung.candidates() == 1).count()).isLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** Runs whole tournaments over invented results and compares with elimination one by one. */
    @Test
    void tournamentsKeepTheBest() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            List<FineTuneResult> left = new ArrayList<>();
            int n = 1 + random.nextInt(12);
            for (int i = 0; i < n; i++) {
                left.add(new FineTuneResult("a" + (char) ('a' + i), List.of(), 1, random.nextInt(4) / 4.0, 0));
            }
            Collections.shuffle(left, random);
            for (Rung rung : Rungs.plan(n, n, 16, 4)) {
                List<String> names = Rungs.survivors(left, rung.candidates());
                List<FineTuneResult> naive = new ArrayList<>(left);
                while (naive.size() > rung.candidates()) {
                    FineTuneResult worst = naive.get(0);
                    for (FineTuneResult result : naive) {
                        if (result.bestMetric() < worst.bestMetric() || result.bestMetric() == worst.bestMetric()
                                && result.candidate().compareTo(worst.candidate()) > 0) {
                            worst = result;
                        }
                    }
                    naive.remove(worst);
                }
                assertThat(names).hasSize(rung.candidates())
                        .containsExactlyInAnyOrderElementsOf(naive.stream().map(FineTuneResult::candidate).toList());
                left = naive;
            }
        }
    }
}
