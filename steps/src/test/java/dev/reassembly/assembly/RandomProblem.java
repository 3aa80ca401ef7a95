package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Problems with random costs; scores are whole hundredths and latencies whole microseconds, so that sums compare exactly. */
final class RandomProblem {
    private RandomProblem() {}

    /** @param stemsApart whether set 0 holds the stems and nothing else, or any block is in any set */
    static AssemblyProblem of(long seed, int models, int sets, boolean stemsApart, double allowed, BudgetBounds budget) {
        SplittableRandom random = new SplittableRandom(seed);
        // With a narrow spread many assemblies are equal or a hundredth apart, where bounds must be sharp.
        int spread = random.nextBoolean() ? 100 : 4;
        List<Block> blocks = new ArrayList<>();
        List<HeadCost> heads = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            int from = 0;
            for (int k = 0; k < sets; k++) {
                int to = from + random.nextInt(1, 4);
                // The first blocks visit every set once, so that none is empty.
                int later = m == 0 ? k - 1 : random.nextInt(sets - 1);
                int set = stemsApart ? k == 0 ? 0 : 1 + later : m == 0 ? k : random.nextInt(sets);
                blocks.add(new Block("m" + m, from, to, set, k == 0, random.nextLong(1, 1000) * 1000,
                        random.nextLong(1, 1000) * 100_000,
                        random.nextInt(1, 1000) / 1000.0, random.nextLong(1, 1000) * 3000,
                        random.nextInt(-spread, spread) / 100.0));
                heads.add(new HeadCost(random.nextLong(100) * 10, random.nextLong(100), random.nextInt(50) / 1000.0,
                        random.nextInt(spread) / 100.0));
                from = to;
            }
        }
        StitchCost[][] stitches = new StitchCost[blocks.size()][blocks.size()];
        for (StitchCost[] row : stitches) {
            for (int c = 0; c < row.length; c++) {
                row[c] = new StitchCost(random.nextLong(1, 100) * 1000, random.nextLong(1, 100) * 100_000,
                        random.nextInt(1, 100) / 1000.0, random.nextLong(1, 1500) * 3000, random.nextInt(-spread, spread) / 100.0,
                        random.nextDouble() < allowed);
            }
        }
        return new AssemblyProblem(sets, blocks, (from, to) -> stitches[from][to], heads, budget);
    }
}
