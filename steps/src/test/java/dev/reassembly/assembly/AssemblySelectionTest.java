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

    private static List<String> chosen(List<Assembly> pool, int count) {
        return AssemblySelection.diverse(pool, count).stream().map(Assembly::name).toList();
    }

    @Test
    void spreadsAlongTheFrontFromTheBestOn() {
        List<Assembly> pool = List.of(assembly("best", "ab", 10, 1 << 20), assembly("near", "ac", 9.9, 1 << 19),
                assembly("middle", "bc", 7, 1 << 15), assembly("beaten", "ca", 6.5, 1 << 16),
                assembly("small", "cb", 3, 1 << 10));
        assertThat(chosen(pool, 3)).containsExactly("best", "small", "middle");
        assertThat(chosen(pool, 4)).as("the front before what it beats").containsExactly("best", "small", "middle", "near");
        assertThat(chosen(pool, 9)).containsExactly("best", "small", "middle", "near", "beaten");
    }

    @Test
    void sameModelsWaitUntilNoOthersAreLeft() {
        List<Assembly> pool = List.of(assembly("best", "ab", 10, 1000), assembly("twin", "ab", 5, 1),
                assembly("other", "ba", 4, 900));
        assertThat(chosen(pool, 2)).containsExactly("best", "other");
        assertThat(chosen(pool, 3)).containsExactly("best", "other", "twin");
    }

    @Test
    void anEmptyPoolGivesNothing() {
        assertThat(AssemblySelection.diverse(List.of(), 3)).isEmpty();
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
