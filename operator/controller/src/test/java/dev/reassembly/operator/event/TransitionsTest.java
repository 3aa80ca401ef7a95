package dev.reassembly.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
    /** Each status is written as the reasons of Accepted, WorkflowCreated, Succeeded, each with + for True, - for False, ? for Unknown. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            ,                              +Valid +Created ?Pending,             Accepted
            ,                              -StorageMissing -NotAccepted -NotAccepted, Rejected
            -StorageMissing -NotAccepted -NotAccepted, -AddressNotS3 -NotAccepted -NotAccepted, Rejected
            +Valid +Created ?Pending,      +Valid +Created ?Running,             ''
            +Valid +Created ?Running,      +Valid +Created +Delivered,           Succeeded
            +Valid +Created ?Running,      +Valid +Created -StepFailed,          Failed
            +Valid +Created ?Running,      +Valid +Created -NothingBetter,       NothingBetter
            +Valid +Created -StepFailed,   +Valid +Created -StepFailed,          ''
            +Valid +Created -StepFailed,   +Valid +Created ?Pending,             ''
            ,                              +Valid -NameTaken -NameTaken,         Accepted CreationFailed
            +Valid -CreationRefused ?CreationRefused, +Valid +Created ?Pending,  ''
            """)
    void areToldOnce(String before, String after, String reasons) {
        assertThat(Transitions.between(before == null ? null : status(before), status(after))).extracting(told -> told.reason().name())
                .containsExactlyElementsOf(reasons.isEmpty() ? List.of() : List.of(reasons.split(" ")));
    }

    private static ModelReassemblyStatus status(String text) {
        String[] reasons = text.split(" ");
        String[] types = {"Accepted", "WorkflowCreated", "Succeeded"};
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String status = switch (reasons[i].charAt(0)) {
                case '+' -> "True";
                case '-' -> "False";
                default -> "Unknown";
            };
            conditions.add(new ConditionBuilder().withType(types[i]).withStatus(status).withReason(reasons[i].substring(1)).withMessage(text).build());
        }
        return new ModelReassemblyStatus(1L, conditions, null, null, null, null, null, null, null, null, null);
    }
}
