package dev.reassembly.pipeline;

import dev.reassembly.assembly.Assembly;
import dev.reassembly.finetune.FreshWeights;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An assembly about to be built: its models' graphs and chains. Keys of its steps depend on its blocks and on the content of
 * their models, not on its name, so that a candidate that comes up again in another run is known.
 */
final class Candidate {
    private final RunContext run;
    private final InspectStep inspect;
    private final Assembly assembly;
    private final Start start;

    Candidate(RunContext run, InspectStep inspect, Assembly assembly) {
        this(run, inspect, assembly, Start.PRETRAINED);
    }

    Candidate(RunContext run, InspectStep inspect, Assembly assembly, Start start) {
        this.run = run;
        this.inspect = inspect;
        this.assembly = assembly;
        this.start = start;
    }

    /** What its weights are before training. All but the first are controls, which are never published. */
    enum Start {
        /** Blocks as in their models, stitches by least squares. */
        PRETRAINED,
        /** The last run of layers drawn anew. */
        FRESH_END,
        /** Stitches drawn at random. */
        RANDOM_STITCHES,
        /** All layers and stitches drawn. */
        SCRATCH;

        boolean hasFittedStitches() {
            return this == PRETRAINED || this == FRESH_END;
        }
    }

    Start start() {
        return start;
    }

    Assembly assembly() {
        return assembly;
    }

    /** The model whose preprocessing prepares the network's input. */
    ZooMember first() {
        return run.member(assembly.blocks().get(0).model());
    }

    /** The models it takes blocks from, each once. */
    List<ZooMember> members() {
        return assembly.blocks().stream().map(BlockRef::model).distinct().map(run::member).toList();
    }

    /** Its layers as runs of single models: blocks that continue each other without a stitch are one. A stitch stands before each but the first. */
    List<BlockRef> runs() {
        List<BlockRef> runs = new ArrayList<>();
        for (int i = 0; i < assembly.blocks().size(); i++) {
            BlockRef block = assembly.blocks().get(i);
            if (i == 0 || assembly.stitched().get(i)) {
                runs.add(block);
            } else {
                runs.set(runs.size() - 1, new BlockRef(block.model(), runs.get(runs.size() - 1).from(), block.to()));
            }
        }
        return runs;
    }

    /** What identifies the network: runs of layers by the content of their sources. Where the partition cut inside a run does not matter. */
    Map<String, Object> identity() throws IOException {
        List<String> runs = new ArrayList<>();
        for (BlockRef block : runs()) {
            runs.add(run.member(block.model()).contentDigest() + " " + block.from() + " " + block.to());
        }
        Map<String, Object> identity = new LinkedHashMap<>(Map.of("runs", runs, "classes", run.dataset.classes().size(), "seed", run.seed(),
                "preprocessing", members().stream().map(m -> m.entry().preprocessing()).toList()));
        if (start != Start.PRETRAINED) {
            identity.put("start", start);
        }
        return identity;
    }

    Map<String, String> inputs() throws IOException {
        Map<String, String> inputs = new TreeMap<>();
        inputs.put("dataset", run.dataset.digest());
        for (ZooMember member : members()) {
            // By content, so that the name of a model in the zoo does not matter.
            inputs.put("model " + member.contentDigest(), inspect.identity(member));
        }
        return inputs;
    }

    Map<String, Graph> graphs() throws IOException {
        Map<String, Graph> graphs = new LinkedHashMap<>();
        for (ZooMember member : members()) {
            graphs.put(member.name(), member.graph());
        }
        return graphs;
    }

    Map<String, Chain> chains() throws IOException {
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (ZooMember member : members()) {
            chains.put(member.name(), inspect.chain(member));
        }
        return chains;
    }

    Composition compose(Map<String, Graph> graphs) throws IOException {
        Map<String, Chain> chains = chains();
        List<BlockRef> runs = runs();
        List<Part> parts = runs.stream().map(r -> new Part(r, graphs.get(r.model()), chains.get(r.model()))).toList();
        List<Boolean> stitched = IntStream.range(0, runs.size()).mapToObj(i -> i > 0).toList();
        Composition composition = Composer.compose(parts, stitched, new Head(run.dataset.classes().size()), run.seed());
        Set<Integer> fresh = switch (start) {
            case PRETRAINED, RANDOM_STITCHES -> Set.of();
            case FRESH_END -> Set.of(runs.size() - 1);
            case SCRATCH -> IntStream.range(0, runs.size()).boxed().collect(Collectors.toSet());
        };
        return fresh.isEmpty() ? composition : composition.withGraph(FreshWeights.draw(composition.graph(), fresh, run.seed()));
    }
}
