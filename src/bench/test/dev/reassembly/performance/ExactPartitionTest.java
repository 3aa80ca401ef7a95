package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.partition.PartitionProblem;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactPartitionTest {
    @Test
    void noSearchFindsMoreAndALongOneFindsIt() {
        for (int seed = 1; seed <= 12; seed++) {
            PartitionProblem zoo = SyntheticZoo.of(seed, 3, 17);
            double largest = new ExactPartition(zoo, 3, PartitionSpeed.TOLERANCE).largest();
            assertThat(PartitionSpeed.search(zoo, 3, 1, seed).objective()).isLessThanOrEqualTo(largest + 1e-9);
            assertThat(PartitionSpeed.search(zoo, 3, 300, seed).objective()).isCloseTo(largest, within(1e-9));
        }
    }

    /** Layer 1 of one model does what layers 1 and 2 of the other do: cut there, every boundary is like its anchor's, and J is 2 for each block. */
    @Test
    void likeGoesWithLike() {
        int[] groups = {0, 1, 2, 3, 4, 0, 9, 1, 8, 4};
        double[][] similarity = new double[10][10];
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                similarity[i][j] = groups[i] == groups[j] ? 1 : 0.1;
            }
        }
        PartitionProblem zoo = new PartitionProblem(List.of(new PartitionProblem.Model("a", Collections.nCopies(4, 1L)),
                new PartitionProblem.Model("b", Collections.nCopies(4, 1L))), similarity);
        assertThat(new ExactPartition(zoo, 2, 1).largest()).isCloseTo(8, within(1e-9));
        // With blocks of two layers a block of each set is its anchor, and the other shares one boundary of two with it.
        assertThat(new ExactPartition(zoo, 2, 0.2).largest()).isCloseTo(2 + 2 + 2 * 1.1, within(1e-9));
    }
}
