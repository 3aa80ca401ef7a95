package dev.reassembly.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.model.compose.BlockRef;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssemblySelectionTest {
    private static Assembly assembly(String name, String models, double score, long flops) {
        List<BlockRef> blocks = Arrays.stream(models.split("")).map(model -> new BlockRef(model, 0, 1)).toList();
        return new Assembly(name, Assembly.Kind.ASSEMBLY, blocks, List.of(false, true), score, flops, flops, 1, 1);
    }

    @Test
    void anEmptyPoolGivesNothing() {
        assertThat(AssemblySelection.distinct(List.of(), 3)).isEmpty();
    }

    /** Neither scores nor costs count, only the order and the models. */
    @Test
    void distinctOnesComeFirstAndTwinsWhereTheyDoNotSuffice() {
        List<Assembly> ordered = List.of(assembly("one", "ab", 1, 5), assembly("twin", "ab", 9, 1), assembly("two", "ba", 2, 7),
                assembly("triplet", "ab", 8, 1), assembly("three", "aa", 3, 6), assembly("twin of two", "ba", 7, 1));
        assertThat(AssemblySelection.distinct(ordered, 1)).extracting(Assembly::name).containsExactly("one");
        assertThat(AssemblySelection.distinct(ordered, 2)).extracting(Assembly::name).containsExactly("one", "two");
        assertThat(AssemblySelection.distinct(ordered, 5)).extracting(Assembly::name).containsExactly("one", "two", "three", "twin", "triplet");
        assertThat(AssemblySelection.distinct(ordered, 9)).extracting(Assembly::name)
                .containsExactly("one", "two", "three", "twin", "triplet", "twin of two");
    }
}
