package dev.reassembly.performance;

import dev.reassembly.assembly.AssemblyProblem;
import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import dev.reassembly.assembly.BudgetBounds;
import java.util.ArrayList;
import java.util.List;

/** Assembly problems by formula, the same as in peers/synthetic.py: blocks of K sets, bounded parameters, multiply-accumulates and latency. */
final class SyntheticProblem {
    private static final int WIDTH = 11;
    private static final int COST = 12;
    private static final int SPEED = 13;
    private static final int SHARE = 14;
    private static final int MOVED = 15;
    private static final int SET = 16;
    private static final int QUALITY = 17;
    private static final int FIT = 18;
    private static final int ALLOWED = 19;
    private static final long LAYERS_A_BLOCK = 4;

    private SyntheticProblem() {}

    /**
     * Models of 4 to 64 M parameters, 100 to 300 multiply-accumulates for each, and 2.5 to 10 ms for a billion of these. Set 0 holds the first
     * blocks; most others are in the set of their place. A network is worth what its last block's model has reached there, less half of what the
     * stitches lose, plus a fifth of the share that it uses of the allowed multiply-accumulates. One stitch of ten may not be.
     */
    static AssemblyProblem of(long seed, int models, int sets) {
        Draws draws = new Draws(seed);
        BudgetBounds budget = new BudgetBounds(20_000_000L, 3_000_000_000L, 16.0, null);
        List<Block> blocks = new ArrayList<>();
        List<HeadCost> heads = new ArrayList<>();
        for (int m = 0; m < models; m++) {
            double parameters = 4e6 * Math.pow(16, draws.unit(WIDTH, m, 0));
            double flops = parameters * 200 * (0.5 + draws.unit(COST, m, 0));
            double latency = flops / 1e9 * (2.5 + 7.5 * draws.unit(SPEED, m, 0));
            double whole = 0;
            for (int k = 0; k < sets; k++) {
                whole += 0.5 + draws.unit(SHARE, m, k);
            }
            for (int k = 0; k < sets; k++) {
                double share = (0.5 + draws.unit(SHARE, m, k)) / whole;
                boolean moved = m > 0 && k > 0 && draws.unit(MOVED, m, k) < 0.2;
                int set = moved ? 1 + (int) ((sets - 1) * draws.unit(SET, m, k)) : k;
                long cost = (long) (flops * share);
                blocks.add(new Block("m" + m, (int) (k * LAYERS_A_BLOCK), (int) ((k + 1) * LAYERS_A_BLOCK), set, k == 0, (long) (parameters * share),
                        cost, latency * share, 0, 0.2 * cost / budget.flops()));
                double reached = 0.4 + 0.4 * (k + 1) / sets + 0.15 * draws.unit(QUALITY, m, k);
                heads.add(new HeadCost(100_000, 100_000, 0.01, reached));
            }
        }
        return new AssemblyProblem(sets, blocks, (from, to) -> stitch(draws, from, to, sets), heads, budget);
    }

    private static StitchCost stitch(Draws draws, int from, int to, int sets) {
        boolean continued = to == from + 1 && to % sets > 0;
        double fit = draws.unit(FIT, from, to);
        return new StitchCost(100_000, 20_000_000, 0.1, 0, continued ? 0 : -0.5 * fit * fit, draws.unit(ALLOWED, from, to) < 0.9);
    }
}
