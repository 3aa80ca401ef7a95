package dev.reassembly.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.Output.PublishPolicy;
import dev.reassembly.assembly.Assembly.Kind;
import dev.reassembly.model.compose.BlockRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final RunResult.Model MODEL = new RunResult.Model("s3://b/model.onnx", "0".repeat(64), 1, 2, 3, 4);

    private static RunResult result(Kind kind, Lead lead, PublishPolicy policy, RunResult.Rival rival, RunResult.Model model) {
        List<BlockRef> blocks = kind == Kind.ASSEMBLY ? List.of(new BlockRef("a", 0, 2), new BlockRef("b", 2, 4)) : List.of(new BlockRef("a", 0, 2));
        return new RunResult("r", "Accuracy", 0.9123, 0.01, 600, kind, true, lead, policy, rival, model, blocks, List.of(), null);
    }

    private static String best(Kind kind, Lead lead) {
        return Verdict.of(result(kind, lead, PublishPolicy.Best, null, MODEL));
    }

    @Test
    void aWinAndALossHaveTheirErrors() {
        assertThat(best(Kind.ASSEMBLY, new Lead("c", 4.87, 1.02))).isEqualTo("Published is an assembly of blocks of a and b within the budget: "
                + "Accuracy 0.9123. That is 4.87 points better than the best network of the zoo that fits, c (standard error of the difference 1.02).");
        assertThat(best(Kind.ASSEMBLY, new Lead("c", -1.23, 0.4))).contains("1.23 points worse than", "0.40");
    }

    @Test
    void withinTwoStandardErrorsItIsNeither() {
        assertThat(best(Kind.ASSEMBLY, new Lead("c", 1.99, 1))).endsWith("There is no clear difference to the best network of the zoo that fits, c: +1.99 "
                + "points, standard error 1.00.").doesNotContain("better", "worse");
        assertThat(best(Kind.ASSEMBLY, new Lead("c", -2, 1))).contains("no clear difference", "-2.00 points").doesNotContain("better", "worse");
        assertThat(best(Kind.ASSEMBLY, new Lead("c", 0, 0))).contains("no clear difference");
        assertThat(best(Kind.ASSEMBLY, new Lead("c", 2.01, 1))).contains("2.01 points better");
    }

    @Test
    void everyKindHasItsName() {
        assertThat(best(Kind.PARENT, new Lead("a", 0, 0))).startsWith("Published is the whole network a, which no assembly beat on validation, within the budget")
                .endsWith("It is the best network of the zoo that fits.");
        assertThat(best(Kind.PARENT, new Lead("c", -3, 1))).contains("the whole network a").contains("3.00 points worse than");
        assertThat(best(Kind.DISTILLED_PARENT, null)).contains("the whole network a, taught by the best of the zoo, which no assembly beat");
        assertThat(best(Kind.STITCHED_PARENT, null)).contains("the network a with a stitch inside", "No network of the zoo fits the budget by itself.");
        assertThat(best(Kind.TRUNCATED_PARENT, null)).contains("the first 2 layers of a, which no assembly beat on validation,");
    }

    @Test
    void whatWasBetterIsNamed() {
        RunResult.Rival rival = new RunResult.Rival("truncated-c-3", Kind.TRUNCATED_PARENT, 0.5, 0.2);
        assertThat(Verdict.of(result(Kind.ASSEMBLY, new Lead("c", 0.1, 1), PublishPolicy.BestAssembly, rival, MODEL)))
                .endsWith(" On validation truncated-c-3 (truncated network) was 0.50 points better, but spec.output.publishPolicy is BestAssembly.");
        assertThat(Verdict.of(result(Kind.ASSEMBLY, null, PublishPolicy.Best, new RunResult.Rival("parent-c", Kind.PARENT, 2, 0.2), MODEL)))
                .endsWith(" On validation parent-c (whole network) was 2.00 points better, but spec.assembly.includeParents is false.");
        assertThat(Verdict.of(result(Kind.STITCHED_PARENT, null, PublishPolicy.Best, new RunResult.Rival("parent-c", Kind.PARENT, 2, 0.2), MODEL)))
                .doesNotContain("no assembly beat");
    }

    @Test
    void whatWasTooLikelyChanceIsNamedWithItsError() {
        RunResult.Rival rival = new RunResult.Rival("truncated-c-3", Kind.TRUNCATED_PARENT, 0.5, 1.61);
        assertThat(Verdict.of(result(Kind.PARENT, new Lead("a", 0, 0), PublishPolicy.Best, rival, MODEL)))
                .isEqualTo("Published is the whole network a within the budget: Accuracy 0.9123. It is the best network of the zoo that fits. On validation "
                        + "truncated-c-3 (truncated network) was 0.50 points better, standard error 1.61: a whole network is kept unless the odds are two to one that another is better.");
        assertThat(Verdict.of(result(Kind.PARENT, new Lead("a", 0, 0), PublishPolicy.OnlyIfBetter, rival, null)))
                .isEqualTo("Nothing is published: of all that fit the budget the whole network a is kept (Accuracy 0.9123 on the test split), "
                        + "and spec.output.publishPolicy is OnlyIfBetter. On validation truncated-c-3 (truncated network) was 0.50 points better, standard error 1.61.");
    }

    @Test
    void nothingPublishedIsSaid() {
        assertThat(Verdict.of(result(Kind.PARENT, new Lead("a", 0, 0), PublishPolicy.OnlyIfBetter, null, null)))
                .isEqualTo("Nothing is published: of all that fit the budget the whole network a was best on validation (Accuracy 0.9123 on the test split), "
                        + "and spec.output.publishPolicy is OnlyIfBetter.");
    }
}
