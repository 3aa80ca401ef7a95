package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import java.util.List;

/** Two models of three blocks, with costs that can be added up by hand. */
final class SmallZoo {
    private SmallZoo() {}

    static AssemblyProblem with(BudgetBounds budget) {
        List<Block> blocks = List.of(
                new Block("a", 0, 2, 0, true, 10_000_000, 100, 1.0, 400, 1.0),
                new Block("a", 2, 3, 1, false, 20_000_000, 200, 2.0, 100, 1.0),
                new Block("a", 3, 6, 2, false, 30_000_000, 300, 3.0, 200, 1.0),
                new Block("b", 0, 1, 0, true, 1_000_000, 10, 0.1, 300, 0.5),
                new Block("b", 1, 2, 1, false, 2_000_000, 20, 0.2, 800, 0.5),
                new Block("b", 2, 3, 2, false, 3_000_000, 30, 0.3, 200, 0.5));
        StitchCost stitch = new StitchCost(100_000, 7, 0.05, 500, 0.25, true);
        List<HeadCost> heads = blocks.stream().map(block -> new HeadCost(1000, 1, 0.01, 0)).toList();
        return new AssemblyProblem(3, blocks, (from, to) -> stitch, heads, budget);
    }
}
