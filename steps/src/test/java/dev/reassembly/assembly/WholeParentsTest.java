package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.compose.BlockRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeParentsTest {
    @Test
    void addsUpEachParentWithAndWithoutAStitch() {
        List<WholeParents.Parent> parents = WholeParents.of(SmallZoo.with(new BudgetBounds(6_050_000L, null, null, null)));
        assertThat(parents).extracting(parent -> parent.assembly().name())
                .containsExactly("parent-a", "stitched-a", "parent-b", "stitched-b");
        assertThat(parents).extracting(WholeParents.Parent::fits).containsExactly(false, false, true, false);

        Assembly plain = parents.get(2).assembly();
        assertThat(plain.kind()).isEqualTo(Assembly.Kind.PARENT);
        assertThat(plain.blocks()).containsExactly(new BlockRef("b", 0, 1), new BlockRef("b", 1, 2), new BlockRef("b", 2, 3));
        assertThat(plain.stitched()).containsExactly(false, false, false);
        assertThat(plain.parameters()).isEqualTo(6_001_000);
        assertThat(plain.flops()).isEqualTo(61);
        assertThat(plain.latencyMs()).isCloseTo(0.61, within(1e-12));
        assertThat(plain.memoryBytes()).isEqualTo(4 * 6_001_000 + 800);

        Assembly stitched = parents.get(1).assembly();
        assertThat(stitched.kind()).isEqualTo(Assembly.Kind.STITCHED_PARENT);
        assertThat(stitched.stitched()).containsExactly(false, true, false);
        assertThat(stitched.parameters()).isEqualTo(60_101_000);
        assertThat(stitched.flops()).isEqualTo(608);
        assertThat(stitched.latencyMs()).isCloseTo(6.06, within(1e-12));
        assertThat(stitched.memoryBytes()).as("the stitch holds more than any block").isEqualTo(4 * 60_101_000 + 500);
    }

    @Test
    void aStitchThatIsNotAllowedMakesNoParent() {
        AssemblyProblem zoo = SmallZoo.with(BudgetBounds.NONE);
        AssemblyProblem forbidden = new AssemblyProblem(zoo.sets(), zoo.blocks(),
                (from, to) -> new AssemblyProblem.StitchCost(0, 0, 0, 0, 0, from >= 3), zoo.heads(), zoo.budget());
        assertThat(WholeParents.of(forbidden)).extracting(parent -> parent.assembly().name())
                .containsExactly("parent-a", "parent-b", "stitched-b");
    }

    @Test
    void refusesAModelWithAGap() {
        AssemblyProblem zoo = SmallZoo.with(BudgetBounds.NONE);
        AssemblyProblem gap = new AssemblyProblem(3, zoo.blocks().subList(1, 6), zoo.stitches(),
                zoo.heads().subList(1, 6), zoo.budget());
        assertThatThrownBy(() -> WholeParents.of(gap)).hasMessage("blocks of a leave a gap or overlap at layer 0");
    }
}
