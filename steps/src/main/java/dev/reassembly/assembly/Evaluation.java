package dev.reassembly.assembly;

import dev.reassembly.assembly.AssemblyProblem.Block;
import dev.reassembly.assembly.AssemblyProblem.HeadCost;
import dev.reassembly.assembly.AssemblyProblem.StitchCost;
import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.List;

/** Sums up what a sequence of blocks costs and is worth. */
final class Evaluation {
    /** Bytes of a float32 weight. */
    static final int WEIGHT_BYTES = 4;

    private Evaluation() {}

    /** @param stitchBefore position of a stitch between blocks that continue each other, or -1 */
    static Assembly of(AssemblyProblem problem, int[] path, String name, Assembly.Kind kind, int stitchBefore) {
        HeadCost head = problem.heads().get(path[path.length - 1]);
        double score = head.score();
        long parameters = head.parameters();
        long flops = head.flops();
        double latency = head.latencyMs();
        long activation = 0;
        List<BlockRef> blocks = new ArrayList<>();
        List<Boolean> stitched = new ArrayList<>();
        for (int i = 0; i < path.length; i++) {
            Block block = problem.blocks().get(path[i]);
            score += block.score();
            parameters += block.parameters();
            flops += block.flops();
            latency += block.latencyMs();
            activation = Math.max(activation, block.activationBytes());
            blocks.add(new BlockRef(block.model(), block.from(), block.to()));
            stitched.add(i > 0 && (i == stitchBefore || !problem.blocks().get(path[i - 1]).continuedBy(block)));
            if (i > 0) {
                StitchCost stitch = i == stitchBefore ? problem.stitches().between(path[i - 1], path[i])
                        : problem.joint(path[i - 1], path[i]);
                score += stitch.score();
                parameters += stitch.parameters();
                flops += stitch.flops();
                latency += stitch.latencyMs();
                activation = Math.max(activation, stitch.activationBytes());
            }
        }
        return new Assembly(name, kind, List.copyOf(blocks), List.copyOf(stitched), score, parameters, flops, latency,
                WEIGHT_BYTES * parameters + activation);
    }
}
