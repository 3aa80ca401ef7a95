package dev.reassembly.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.operator.Samples;
import dev.reassembly.operator.child.ChildName;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptTest {
    private static final ChildName FIRST = ChildName.wanted(Samples.resource());

    @Test
    void isTheFirstWhereNothingWasMade() {
        assertThat(Attempt.of(Samples.resource())).isEqualTo(new Attempt(FIRST.toString(), FIRST.attempt(), Attempt.Kind.First));
    }

    @ParameterizedTest
    @CsvSource({"Unknown, , Present", "True, , Past", "False, , Past", "Unknown, 2, PresentRetryRefused", "True, 2, PastRetryRefused", "False, 2, Retry"})
    void followsFromSucceededAndTheAnnotation(String succeeded, String retry, Attempt.Kind kind) {
        ModelReassembly resource = asked(retry, FIRST.attempt(), succeeded);
        ChildName wanted = ChildName.wanted(resource);
        assertThat(Attempt.of(resource)).isEqualTo(new Attempt(kind == Attempt.Kind.Retry ? wanted.toString() : FIRST.toString(), wanted.attempt(), kind));
    }

    /** It would otherwise be the first attempt that is asked for again. */
    @ParameterizedTest
    @CsvSource({"Unknown, Present", "True, Past", "False, Past"})
    void anAnnotationThatIsTakenAwayAsksForNothing(String succeeded, Attempt.Kind kind) {
        String second = ChildName.wanted(asked("2", null, "Unknown")).attempt();
        assertThat(Attempt.of(asked(null, second, succeeded))).isEqualTo(new Attempt(FIRST.toString(), second, kind));
    }

    /** Otherwise a run that fails tomorrow would start again because of what was asked in vain today. */
    @Test
    void forgetsARetryThatWasRefused() {
        String refused = ChildName.wanted(asked("2", null, "Unknown")).attempt();
        assertThat(Attempt.of(asked("2", refused, "False")).kind()).isEqualTo(Attempt.Kind.Past);
        assertThat(Attempt.of(asked("3", refused, "False")).kind()).isEqualTo(Attempt.Kind.Retry);
    }

    /** The same spec on the same data comes to the same. */
    @Test
    void nothingBetterIsNoFailureToTryAgain() {
        ModelReassembly resource = asked("2", FIRST.attempt(), "False");
        resource.getStatus().conditions().get(0).setReason("NothingBetter");
        assertThat(Attempt.of(resource).kind()).isEqualTo(Attempt.Kind.PastRetryRefused);
    }

    private static ModelReassembly asked(String retry, String remembered, String succeeded) {
        ModelReassembly resource = Samples.resource();
        resource.getMetadata().setAnnotations(retry == null ? Map.of() : Map.of(ChildName.RETRY, retry));
        resource.setStatus(new ModelReassemblyStatus(3L, List.of(new ConditionBuilder().withType("Succeeded").withStatus(succeeded).build()),
                FIRST.toString(), remembered, null, null, null, null, null, null, null));
        return resource;
    }
}
