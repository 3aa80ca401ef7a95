package dev.reassembly.publish;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where every part of the published network comes from, as written to {@code provenance.json}.
 *
 * @param tool name and version of what made it
 * @param modelSha256 digest of the published file
 * @param datasetDigest digest of what was read of the data set
 * @param seed of all random choices
 * @param blocks in order
 * @param steps content keys of the results that the network was made from, by step
 */
public record Provenance(String tool, String modelSha256, String datasetDigest, long seed, List<Block> blocks, Map<String, String> steps) {

    /**
     * @param stitched whether a trained stitch stands before this block
     * @param layers names of the source's layers in the block
     */
    public record Block(String model, String uri, String sha256, String licence, String origin, int from, int to, long parameters,
            boolean stitched, List<String> layers) {}

    /** @param chains by model */
    public static List<Block> blocks(List<BlockRef> refs, List<Boolean> stitched, Map<String, Chain> chains, Map<String, Source> sources) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            BlockRef ref = refs.get(i);
            Chain chain = chains.get(ref.model());
            Source source = sources.get(ref.model());
            blocks.add(new Block(ref.model(), source.uri(), source.sha256(), source.licence(), source.origin(), ref.from(), ref.to(),
                    chain.parameters(ref.from(), ref.to()), stitched.get(i),
                    chain.layers().subList(ref.from(), ref.to()).stream().map(Layer::name).toList()));
        }
        return blocks;
    }
}
