package dev.reassembly.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.failure.InvalidInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PartitionSearchTest {
    private static PartitionOptions options(int blocks, double tolerance, Solver solver, Membership membership, int restarts) {
        return new PartitionOptions(blocks, Balance.PARAMETERS, tolerance, solver, membership, restarts, 7, 1);
    }

    @Property(tries = 60)
    void manyRestartsReachTheOptimumOfExhaustiveSearch(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3) int blocks,
            @ForAll Membership membership, @ForAll @DoubleRange(min = 0, max = 2) double tolerance) {
        PartitionProblem zoo = RandomZoo.of(seed, blocks == 3 ? 2 : 3, 3, blocks == 3 ? 6 : 5);
        PartitionOptions options = options(blocks, tolerance, Solver.DYNAMIC_PROGRAMMING, membership, 400);
        assertThat(PartitionSearch.solve(zoo, options).objective())
                .isCloseTo(new ExhaustivePartition(zoo, options).optimum(), within(1e-9));
    }

    @Property(tries = 300)
    void dynamicProgrammingIsExactForFixedAnchorsAndKernighanLinNeverBetter(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 3) int blocks, @ForAll Membership membership,
            @ForAll @DoubleRange(min = 0, max = 2) double tolerance) {
        PartitionProblem zoo = RandomZoo.of(seed, 3, 3, 7);
        PartitionOptions options = options(blocks, tolerance, Solver.DYNAMIC_PROGRAMMING, membership, 1);
        BlockSpace space = new BlockSpace(zoo, options);
        SplittableRandom random = new SplittableRandom(seed);
        Anchors anchors = new Anchors(blocks);
        List<ExhaustivePartition.Block> chosen = new ArrayList<>();
        for (int set = 0; set < blocks; set++) {
            int model = random.nextInt(3);
            int[] cuts = space.randomCuts(model, random);
            int block = random.nextInt(blocks);
            anchors.set(set, model, cuts[block], cuts[block + 1]);
            chosen.add(new ExhaustivePartition.Block(model, block, cuts[block], cuts[block + 1]));
        }
        ExhaustivePartition exhaustive = new ExhaustivePartition(zoo, options);
        Affinity affinity = new Affinity(space, anchors, false);
        for (int m = 0; m < 3; m++) {
            double exact = valueAfter(new DynamicProgramming(), affinity, m, random);
            assertThat(exact).isCloseTo(exhaustive.bestOfModel(m, chosen), within(1e-9));
            assertThat(valueAfter(new KernighanLin(), affinity, m, random)).isLessThanOrEqualTo(exact + 1e-9);
        }
    }

    private static double valueAfter(ChainCutter cutter, Affinity affinity, int model, SplittableRandom random) {
        int[] cuts = affinity.space().randomCuts(model, random);
        int[] sets = new int[cuts.length - 1];
        cutter.cut(affinity, model, cuts, sets);
        double sum = 0;
        for (int k = 0; k < sets.length; k++) {
            assertThat(affinity.space().fits(model, cuts[k], cuts[k + 1])).isTrue();
            sum += affinity.value(model, cuts[k], cuts[k + 1], sets[k]);
        }
        return sum;
    }

    @Property(tries = 200)
    void aPartitionKeepsItsPromises(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int blocks,
            @ForAll Membership membership, @ForAll Solver solver, @ForAll @DoubleRange(min = 0, max = 1) double tolerance) {
        PartitionProblem zoo = RandomZoo.of(seed, 4, 5, 12);
        PartitionOptions options = options(blocks, tolerance, solver, membership, 5);
        Partition partition = PartitionSearch.solve(zoo, options);
        ExhaustivePartition definition = new ExhaustivePartition(zoo, options);
        List<List<ExhaustivePartition.Block>> members = new ArrayList<>();
        for (int set = 0; set < blocks; set++) {
            members.add(new ArrayList<>());
        }
        for (int m = 0; m < 4; m++) {
            Partition.Cuts cuts = partition.models().get(m);
            List<ExhaustivePartition.Block> own = new ArrayList<>();
            for (int k = 0; k < blocks; k++) {
                own.add(new ExhaustivePartition.Block(m, k, cuts.boundaries().get(k), cuts.boundaries().get(k + 1)));
                members.get(cuts.sets().get(k)).add(own.get(k));
                assertThat(membership.allows(k, cuts.sets().get(k), blocks)).isTrue();
            }
            assertThat(definition.cuts(m)).as("cuts that are contiguous, non-empty, covering and balanced").contains(own);
        }
        double objective = 0;
        for (int set = 0; set < blocks; set++) {
            assertThat(members.get(set)).as("set %d", set).isNotEmpty();
            Partition.Block anchor = partition.anchors().get(set);
            ExhaustivePartition.Block medoid = members.get(set).stream()
                    .filter(b -> b.model() == anchor.model() && b.position() == anchor.block()).findFirst().orElseThrow();
            double sum = members.get(set).stream().mapToDouble(b -> definition.similarity(b, medoid)).sum();
            for (ExhaustivePartition.Block other : members.get(set)) {
                assertThat(members.get(set).stream().mapToDouble(b -> definition.similarity(b, other)).sum())
                        .isLessThanOrEqualTo(sum + 1e-9);
            }
            objective += sum;
        }
        assertThat(partition.objective()).isCloseTo(objective, within(1e-9));
        assertThat(partition.trace()).isSorted().endsWith(partition.objective());
    }

    @Property(tries = 300)
    void fromTheSameStartExactCutsNeverEndBelowLocalMoves(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int blocks,
            @ForAll Membership membership) {
        PartitionProblem zoo = RandomZoo.of(seed, 5, 5, 12);
        double exact = PartitionSearch.solve(zoo, options(blocks, 0.5, Solver.DYNAMIC_PROGRAMMING, membership, 1)).objective();
        double local = PartitionSearch.solve(zoo, options(blocks, 0.5, Solver.KERNIGHAN_LIN, membership, 1)).objective();
        assertThat(exact).isGreaterThanOrEqualTo(local - 1e-9);
    }

    @Property(tries = 20)
    void theSeedAloneDecides(@ForAll long seed, @ForAll Solver solver) {
        PartitionProblem zoo = RandomZoo.of(seed, 6, 6, 12);
        Partition one = PartitionSearch.solve(zoo, new PartitionOptions(4, Balance.LAYERS, 0.5, solver, 30, seed, 1));
        assertThat(PartitionSearch.solve(zoo, new PartitionOptions(4, Balance.LAYERS, 0.5, solver, 30, seed, 3))).isEqualTo(one);
    }

    @Property(tries = 50)
    void everyRestartRaisesJStepByStep(@ForAll long seed, @ForAll Solver solver, @ForAll Membership membership) {
        BlockSpace space = new BlockSpace(RandomZoo.of(seed, 6, 6, 12), options(4, 0.5, solver, membership, 1));
        Restart.Climb climb = Restart.run(space, solver, seed);
        for (int i = 1; i < climb.trace().size(); i++) {
            assertThat(climb.trace().get(i)).isGreaterThan(climb.trace().get(i - 1));
        }
    }

    @Property(tries = 50)
    void cutsAreDrawnUniformly(@ForAll long seed) {
        PartitionProblem zoo = RandomZoo.of(seed, 1, 6, 6);
        PartitionOptions options = options(3, 1.0, Solver.DYNAMIC_PROGRAMMING, Membership.FREE, 1);
        BlockSpace space = new BlockSpace(zoo, options);
        int possible = new ExhaustivePartition(zoo, options).cuts(0).size();
        SplittableRandom random = new SplittableRandom(seed);
        int[] counts = new int[1 << 12];
        HashSet<Integer> seen = new HashSet<>();
        for (int i = 0; i < 500 * possible; i++) {
            int[] cuts = space.randomCuts(0, random);
            int key = cuts[1] * 64 + cuts[2];
            counts[key]++;
            seen.add(key);
        }
        assertThat(seen).hasSize(possible);
        // Six standard deviations of a count of 500.
        assertThat(seen).allSatisfy(key -> assertThat(counts[key]).isBetween(366, 634));
    }

    @Example
    void aHugeStemRelaxesTheBoundOfItsOwnModelOnly() {
        PartitionProblem zoo = new PartitionProblem(List.of(new PartitionProblem.Model("embedding", List.of(70L, 10L, 10L, 10L)),
                new PartitionProblem.Model("even", List.of(10L, 10L, 10L, 10L, 10L, 10L))), ones(12));
        PartitionOptions options = options(3, 0.2, Solver.DYNAMIC_PROGRAMMING, Membership.STEMS_APART, 1);
        List<SizeBound> bounds = PartitionSearch.bounds(zoo, options);
        assertThat(bounds).extracting(SizeBound::limit, SizeBound::relaxed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(70L, true), org.assertj.core.groups.Tuple.tuple(23L, false));
        assertThat(bounds.get(0).sentence(Balance.PARAMETERS)).isEqualTo("embedding: no cut into 3 blocks keeps within the"
                + " tolerance, so a block may hold up to 70 of its 100 parameters");
        assertThat(PartitionSearch.solve(zoo, options).models().get(1).boundaries()).containsExactly(0, 2, 4, 6);
    }

    @Example
    void aModelWithTooFewLayersIsNamed() {
        PartitionProblem zoo = new PartitionProblem(List.of(new PartitionProblem.Model("tiny", List.of(1L, 1L, 1L))), ones(4));
        assertThatThrownBy(() -> PartitionSearch.solve(zoo, options(4, 0.2, Solver.KERNIGHAN_LIN, Membership.FREE, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model tiny: 3 layers found where spec.partition.blocks asks for 4 blocks; at least one layer a block"
                        + " is needed");
    }

    @Example
    void likeGoesWithLike() {
        // Two models in two blocks; the second model's layers 0 to 2 do what the first one's layer 0 does.
        double[][] similarity = new double[9][9];
        int[] group = {0, 1, 2, 3, 0, 4, 5, 1, 3};
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                similarity[i][j] = group[i] == group[j] ? 1 : 0.1;
            }
        }
        PartitionProblem zoo = new PartitionProblem(List.of(new PartitionProblem.Model("a", List.of(1L, 1L, 1L)),
                new PartitionProblem.Model("b", List.of(1L, 1L, 1L, 1L))), similarity);
        Partition partition = PartitionSearch.solve(zoo, options(2, 1, Solver.DYNAMIC_PROGRAMMING, Membership.FREE, 20));
        assertThat(partition.objective()).isCloseTo(8, within(1e-12));
        assertThat(partition.models()).extracting(Partition.Cuts::boundaries)
                .containsExactly(List.of(0, 1, 3), List.of(0, 3, 4));
        assertThat(partition.models().get(0).sets()).isEqualTo(partition.models().get(1).sets());
    }

    private static double[][] ones(int n) {
        double[][] all = new double[n][n];
        for (double[] row : all) {
            java.util.Arrays.fill(row, 1);
        }
        return all;
    }
}
