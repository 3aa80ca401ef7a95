package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Assembly.Kind;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.Epoch;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.publish.RunResult;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PublishChoiceTest {
    private final List<Candidates.Candidate> candidates = new ArrayList<>();
    private final Map<String, FineTuneResult> curves = new LinkedHashMap<>();
    private final Map<String, StepResult> finished = new HashMap<>();

    private PublishChoiceTest with(String name, Kind kind, double validation) {
        return with(name, kind, validation, true, true);
    }

    private PublishChoiceTest with(String name, Kind kind, double validation, boolean fits, boolean toTheEnd) {
        candidates.add(new Candidates.Candidate(new Assembly(name, kind, List.of(), List.of(), 0, 1, 1, 1, 1), fits, List.of(), List.of(), 1));
        curves.put(name, new FineTuneResult(name, List.of(new Epoch(1, 1, 1 - validation, validation, 1)), 1, validation, 1));
        if (toTheEnd) {
            finished.put(name, null);
        }
        return this;
    }

    private PublishChoice choose(PublishPolicy policy, boolean parentsCompete) {
        return choose(policy, parentsCompete, 0);
    }

    private PublishChoice choose(PublishPolicy policy, boolean parentsCompete, double error) {
        try {
            return PublishChoice.of(candidates, new Trained(curves, finished), policy, parentsCompete, (first, second) -> error);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(PublishChoice choice) {
        return choice.winner().assembly().name();
    }

    @Test
    void aParentIsBest() {
        with("a01", Kind.ASSEMBLY, 0.8).with("a02", Kind.ASSEMBLY, 0.85).with("truncated-b-2", Kind.TRUNCATED_PARENT, 0.86)
                .with("parent-a", Kind.PARENT, 0.9).with("parent-b", Kind.PARENT, 0.99, false, true);
        PublishChoice best = choose(PublishPolicy.Best, true);
        assertThat(name(best)).isEqualTo("parent-a");
        assertThat(best.rival()).isNull();
        assertThat(best.withheld()).isFalse();

        PublishChoice assembly = choose(PublishPolicy.BestAssembly, true);
        assertThat(name(assembly)).isEqualTo("a02");
        assertRival(assembly.rival(), "parent-a", Kind.PARENT, 5);
        assertThat(assembly.withheld()).isFalse();

        for (boolean compete : new boolean[] {true, false}) {
            PublishChoice onlyIfBetter = choose(PublishPolicy.OnlyIfBetter, compete);
            assertThat(name(onlyIfBetter)).isEqualTo("parent-a");
            assertThat(onlyIfBetter.withheld()).isTrue();
        }

        PublishChoice withoutParents = choose(PublishPolicy.Best, false);
        assertThat(name(withoutParents)).isEqualTo("truncated-b-2");
        assertRival(withoutParents.rival(), "parent-a", Kind.PARENT, 4);
    }

    @Test
    void somethingIsBetterThanTheParents() {
        with("a01", Kind.ASSEMBLY, 0.91).with("truncated-b-2", Kind.TRUNCATED_PARENT, 0.92).with("a02", Kind.ASSEMBLY, 0.99, true, false)
                .with("parent-a", Kind.PARENT, 0.9);
        assertThat(name(choose(PublishPolicy.Best, true))).as("a02 was not trained to the end").isEqualTo("truncated-b-2");
        assertThat(choose(PublishPolicy.OnlyIfBetter, true)).extracting(PublishChoiceTest::name, PublishChoice::withheld)
                .containsExactly("truncated-b-2", false);
        assertRival(choose(PublishPolicy.BestAssembly, true).rival(), "truncated-b-2", Kind.TRUNCATED_PARENT, 1);
    }

    @Test
    void aWholeNetworkIsKeptUnlessAnotherIsBetterByTwoToOne() {
        with("a01", Kind.ASSEMBLY, 0.93).with("truncated-b-2", Kind.TRUNCATED_PARENT, 0.92).with("parent-a", Kind.PARENT, 0.9)
                .with("parent-c", Kind.PARENT, 0.89).with("parent-b", Kind.PARENT, 0.99, false, true);
        assertThat(name(choose(PublishPolicy.Best, true, 0.0690))).isEqualTo("a01");
        PublishChoice kept = choose(PublishPolicy.Best, true, 0.0703);
        assertThat(name(kept)).isEqualTo("parent-a");
        assertRival(kept.rival(), "a01", Kind.ASSEMBLY, 3);
        assertThat(kept.rival().standardError()).isCloseTo(7.03, Offset.offset(1e-9));
        assertThat(choose(PublishPolicy.OnlyIfBetter, true, 0.0703).withheld()).isTrue();
        assertThat(choose(PublishPolicy.OnlyIfBetter, true, 0.0690).withheld()).isFalse();
        assertThat(name(choose(PublishPolicy.BestAssembly, true, 0.0703))).isEqualTo("a01");
        assertThat(name(choose(PublishPolicy.Best, false, 0.0703))).as("no whole network is asked for").isEqualTo("a01");
    }

    @Test
    void onlyWholeNetworksAreKept() {
        with("a01", Kind.ASSEMBLY, 0.93).with("truncated-b-2", Kind.TRUNCATED_PARENT, 0.92).with("parent-b", Kind.PARENT, 0.92, false, true);
        assertThat(name(choose(PublishPolicy.Best, true, 0.5))).isEqualTo("a01");
    }

    @Test
    void aTaughtParentIsStillAWholeNetwork() {
        with("a01", Kind.ASSEMBLY, 0.8).with("parent-a", Kind.PARENT, 0.8).with("distilled-a", Kind.DISTILLED_PARENT, 0.9);
        assertThat(choose(PublishPolicy.OnlyIfBetter, true).withheld()).isTrue();
        assertThat(choose(PublishPolicy.Best, true).withheld()).isFalse();
    }

    @Test
    void anEqualIsNoRival() {
        with("a01", Kind.ASSEMBLY, 0.9).with("parent-a", Kind.PARENT, 0.9);
        assertThat(choose(PublishPolicy.BestAssembly, true).rival()).isNull();
    }

    @Test
    void noneToChooseIsAMistake() {
        with("a01", Kind.ASSEMBLY, 0.9, true, false).with("parent-a", Kind.PARENT, 0.9);
        assertThatThrownBy(() -> choose(PublishPolicy.BestAssembly, true)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("every assembly within the budget diverged");
        finished.clear();
        assertThatThrownBy(() -> choose(PublishPolicy.Best, true)).hasMessageContaining("every network within the budget diverged");
    }

    private static void assertRival(RunResult.Rival rival, String name, Kind kind, double points) {
        assertThat(rival.name()).isEqualTo(name);
        assertThat(rival.kind()).isEqualTo(kind);
        assertThat(rival.points()).isCloseTo(points, Offset.offset(1e-9));
    }
}
