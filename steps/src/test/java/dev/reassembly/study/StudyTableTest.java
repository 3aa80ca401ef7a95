package dev.reassembly.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StudyTableTest {
    private static final int ASSEMBLIES = 12;

    /** Under seed 0 the test metric is that of the assembly's number; under seed 1 the last two change places. */
    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        Random random = new Random(2);
        for (long seed = 0; seed < 2; seed++) {
            for (int a = 0; a < ASSEMBLIES; a++) {
                double test = seed == 1 && a >= ASSEMBLIES - 2 ? 2 * ASSEMBLIES - 3 - a : a;
                Map<String, Double> scores = new HashMap<>(Map.of(Scores.PARAMETERS, (double) a, Scores.FLOPS, (double) -a, Scores.LAST_BLOCK, 3.0,
                        Scores.PROBE, random.nextDouble()));
                if (a > 0) {
                    scores.put(Scores.LOGME, (double) a);
                }
                trials.add(new Trial("a" + a, "x[0..2) y[2..4)", seed, scores, List.of(-test, test, test / 2), test / 100, test / 100));
            }
        }
        return trials;
    }

    private static Judgement named(Study study, String score) {
        return study.scores().stream().filter(j -> j.score().equals(score)).findFirst().orElseThrow();
    }

    @Test
    void averagesOverSeedsWhatEachSeedSays() {
        Study study = StudyTable.judge("x", "Accuracy", trials(), 0);
        // One of the 66 pairs is swapped under the second seed.
        double swapped = (65.0 - 1) / 66;
        assertThat(study.ceiling().tau()).isCloseTo(swapped, within(1e-12));
        assertThat(named(study, Scores.PARAMETERS).tau()).isCloseTo((1 + swapped) / 2, within(1e-12));
        assertThat(named(study, Scores.FLOPS).tau()).isCloseTo(-(1 + swapped) / 2, within(1e-12));
        assertThat(named(study, Scores.PARAMETERS).regret()).as("0 and 1 point").isCloseTo(0.005, within(1e-12));
        assertThat(named(study, Scores.PARAMETERS).topThree()).isCloseTo(1, within(1e-12));
        assertThat(named(study, Scores.FLOPS).topThree()).isZero();
        assertThat(study.scores().get(0).tau()).isGreaterThan(0.9);
        Judgement best = named(study, Scores.PARAMETERS);
        assertThat(best.low()).isLessThan(best.tau());
        assertThat(best.high()).isBetween(best.tau(), 1.0);
    }

    @Test
    void saysWhatAFewEpochsTell() {
        Study study = StudyTable.judge("x", "Accuracy", trials(), 0);
        assertThat(study.epochs()).extracting(Judgement::tau).containsExactly(-1.0, 1.0);
    }

    @Test
    void whatIsNotKnownIsLeftOutAndCounted() {
        Study study = StudyTable.judge("x", "Accuracy", trials(), 0);
        assertThat(named(study, Scores.LAST_BLOCK).tau()).as("the same for all").isNull();
        assertThat(named(study, Scores.LAST_BLOCK).topThree()).isCloseTo(3.0 / ASSEMBLIES, within(1e-12));
        assertThat(named(study, Scores.LOGME).networks()).isEqualTo(ASSEMBLIES - 1);
        assertThat(named(study, "ranks(probe,logme)").networks()).isEqualTo(ASSEMBLIES - 1);
        assertThat(named(study, "ranks(probe,logme,programme)").tau()).as("one part is known for none").isNull();
    }

    @Test
    void anAssemblyThatDivergedUnderOneSeedIsDroppedUnderAll() {
        List<Trial> trials = new ArrayList<>(trials());
        Trial last = trials.remove(2 * ASSEMBLIES - 1);
        trials.add(new Trial(last.assembly(), last.layers(), 1, last.scores(), List.of(), 0, null));
        Study study = StudyTable.judge("x", "Accuracy", trials, 0);
        assertThat(study.dropped()).containsExactly("a11");
        assertThat(study.assemblies()).isEqualTo(ASSEMBLIES - 1);
        assertThat(named(study, Scores.PARAMETERS).tau()).isEqualTo(1);
        assertThat(study.trials()).hasSize(2 * ASSEMBLIES);
    }

    @Test
    void oneSeedHasNoCeiling() {
        assertThat(StudyTable.judge("x", "Accuracy", trials().subList(0, ASSEMBLIES), 0).ceiling()).isNull();
    }

    @Test
    void csvHasARowATrialAndQuotesCommas() {
        List<Trial> trials = new ArrayList<>(trials());
        trials.set(0, new Trial("a0", "x[0,2)", 0, Map.of(Scores.PARAMETERS, 5.0), List.of(), 0, null));
        String[] rows = StudyCsv.of(StudyTable.judge("x", "Accuracy", trials, 0)).split("\r\n");
        assertThat(rows).hasSize(1 + 2 * ASSEMBLIES);
        assertThat(rows[0]).startsWith("assembly,layers,seed,parameters,").endsWith(",validation-epoch-1,validation-epoch-2,validation-epoch-3,validation,test");
        assertThat(rows[1]).startsWith("a0,\"x[0,2)\",0,5.0,").endsWith(",,,,,");
        assertThat(rows[2]).endsWith(",-1.0,1.0,0.5,0.01,0.01");
    }

    @Test
    void trustSaysHowFewNetworksItRestsOn() {
        Study study = StudyTable.judge("x", "Accuracy", trials(), 0);
        Trust stored = Trust.of(study, Scores.PARAMETERS);
        assertThat(stored.source()).isEqualTo(Trust.Source.STUDY);
        assertThat(stored.tau()).isEqualTo(named(study, Scores.PARAMETERS).tau());
        assertThat(stored.ceiling()).isEqualTo(study.ceiling().tau());
        Trust own = Trust.of(Scores.PROGRAMME, new double[] {1, 2, 3, 4}, new double[] {1, 2, 4, 3}, 0);
        assertThat(own.tau()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(own.networks()).isEqualTo(4);
        assertThat(own.low()).isLessThan(own.tau());
        assertThat(Trust.of(Scores.PROGRAMME, new double[] {1, 2}, new double[] {1, 2}, 0).tau()).as("too few").isNull();
    }
}
