package dev.reassembly.publish;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.cut.PositionGrid;
import dev.reassembly.model.graph.Graph;
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
 * @param parts the published file's tensors by source: runs of blocks that follow each other in one model
 * @param steps content keys of the results that the network was made from, by step
 */
public record Provenance(String tool, String modelSha256, String datasetDigest, long seed, List<Block> blocks, List<Part> parts,
        Map<String, String> steps) {

    /**
     * @param stitched whether a trained stitch stands before this block
     * @param layers names of the source's layers in the block
     */
    public record Block(String model, String uri, String sha256, String licence, String origin, int from, int to, long parameters,
            boolean stitched, List<String> layers) {}

    /**
     * Weights of one source in the published file.
     *
     * @param prefix of its tensors' names, {@code b0/}; behind it stands the name in the source
     * @param trained whether these weights were trained on; if not they are the source's own, bit for bit
     * @param tensors how many there are
     * @param sha256 of the lines {@code <name> <SHA-256 of the raw little-endian bytes>}, in the order of names, prefix left out
     * @param interpolated names of position embeddings that were resampled to another grid, and so are not the source's
     */
    public record Part(String prefix, String model, int from, int to, boolean trained, int tensors, String sha256,
            List<String> interpolated) {}

    /** @param runs the composed network's blocks, in order */
    public static List<Part> parts(Graph published, List<BlockRef> runs, boolean trained) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            BlockRef run = runs.get(i);
            String prefix = Composition.prefix(i);
            Map<String, String> tensors = PartDigest.tensors(published, prefix);
            parts.add(new Part(prefix, run.model(), run.from(), run.to(), trained, tensors.size(), PartDigest.of(tensors),
                    tensors.keySet().stream().filter(PositionGrid::isInterpolated).toList()));
        }
        return parts;
    }

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
