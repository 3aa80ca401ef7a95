package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.GraphSketch;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Valid models that mutations start from, with the inputs that they are measured at. */
final class FuzzSeeds {
    record Seed(String name, ModelProto model, NominalInput input) {}

    private static final NominalInput PICTURE = new NominalInput.Image(3, 16, 16, Feature.Layout.NCHW);
    private static final NominalInput TEXT = new NominalInput.Text(6);

    private FuzzSeeds() {}

    static List<Seed> all() {
        List<Seed> seeds = new ArrayList<>();
        seeds.add(seed("residual", Sketches.residual(1, 8, false), PICTURE));
        seeds.add(seed("inverted", Sketches.inverted(true), PICTURE));
        seeds.add(seed("vision", Sketches.vision(2, 2, 8, 4, true), PICTURE));
        seeds.add(seed("plain", Sketches.vision(2, 1, 8, 8, false), PICTURE));
        seeds.add(seed("last", Sketches.channelsLast(3, 8), PICTURE));
        seeds.add(seed("perceptron", Sketches.perceptron(4, 6), PICTURE));
        seeds.add(seed("single", Sketches.forOneSample(1, 256, 1, -1, 8, 8), PICTURE));
        seeds.add(seed("encoder", Sketches.encoder(5, 2, 8, true, "input_ids", "attention_mask", "token_type_ids"), TEXT));
        seeds.add(seed("medley", medley(), PICTURE));
        seeds.add(seed("minilm", trimmed(), TEXT));
        return seeds;
    }

    private static Seed seed(String name, Graph graph, NominalInput input) {
        try {
            return new Seed(name, ModelProto.parseFrom(OnnxWriter.toBytes(graph)), input);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Operators that can make much of little: each reads a number that a mutation may change. */
    private static Graph medley() {
        GraphSketch s = new GraphSketch(6);
        String x = s.convRelu("stem", s.input("x", ElementType.FLOAT, -1L, 3L, 16L, 16L), 3, 4, 3, 2);
        x = s.op("padded", "Pad", Map.of("mode", new Attribute.Text("reflect")), x, s.longs("pads", 0, 0, 1, 1, 0, 0, 1, 1));
        x = s.op("resized", "Resize", Map.of("mode", new Attribute.Text("cubic")), x, "", "", s.longs("sizes", 1, 4, 6, 6));
        x = s.op("tiled", "Tile", x, s.longs("repeats", 1, 2, 1, 1));
        x = s.op("wide", "ConvTranspose", Map.of("strides", GraphSketch.ints(2, 2)), x, s.weight("wide.w", 8, 4, 2, 2));
        x = s.op("pooled", "MaxPool", Map.of("kernel_shape", GraphSketch.ints(2, 2), "strides", GraphSketch.ints(2, 2), "pads",
                GraphSketch.ints(1, 1, 1, 1)), x);
        x = s.op("deep", "SpaceToDepth", Map.of("blocksize", new Attribute.Int(1)), x);
        x = s.op("cut", "Slice", x, s.longs("starts", 0), s.longs("ends", 6), s.longs("axes", 2));
        String range = s.op("range", "Range", s.scalarLong("start", 0), s.scalarLong("limit", 4), s.scalarLong("step", 1));
        x = s.op("taken", "Gather", Map.of("axis", new Attribute.Int(1)), x, range);
        String ones = s.op("ones", "ConstantOfShape", s.longs("shape", 1, 4, 1, 1));
        x = s.op("sum", "Add", x, s.op("spread", "Expand", ones, s.longs("target", 1, 4, 6, 1)));
        String hot = s.op("hot", "OneHot", range, s.scalarLong("depth", 4), s.op("levels", "Range", s.scalar("off", 0), s.scalar("on", 2),
                s.scalar("one", 1)));
        String summed = s.op("einsum", "Einsum", Map.of("equation", new Attribute.Text("nchw,cd->ndhw")), x, hot);
        String last = s.op("top", "TopK", Map.of("axis", new Attribute.Int(1)), summed, s.longs("k", 3));
        s.op("logits", "Flatten", s.op("mean", "GlobalAveragePool", last));
        return withSecondOutput(s.graph("logits"), "top");
    }

    private static Graph withSecondOutput(Graph graph, String first) {
        List<Node> nodes = graph.nodes().stream().map(n -> !n.outputs().contains(first) ? n : new Node(n.name(), "", n.operator(),
                n.inputs(), List.of(first, first + "_indices"), n.attributes())).toList();
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, graph.initializers());
    }

    /** A real export: the embeddings of MiniLM, their tables cut short, and its first attention layer. */
    private static Graph trimmed() {
        Path file = Path.of(System.getProperty("zoo", "target/zoo"), "all-minilm-l6-v2.onnx");
        if (!Files.exists(file)) {
            throw new IllegalStateException(file + " is missing; mvn generate-test-resources brings it");
        }
        Graph graph = OnnxReader.read(file, "minilm");
        String end = graph.nodes().stream().map(n -> n.outputs().get(0)).filter(n -> n.contains("layer.0/attention/output/LayerNorm"))
                .reduce((a, b) -> b).orElseThrow();
        Set<String> needed = new HashSet<>(Set.of(end));
        List<Node> nodes = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(node.inputs());
                nodes.add(0, node);
            }
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (needed.contains(name)) {
                weights.put(name, !tensor.shape().isEmpty() && tensor.shape().get(0) > 4096 ? rows(tensor, 64) : tensor);
            }
        });
        return new Graph("minilm", graph.inputs().stream().filter(i -> needed.contains(i.name())).toList(),
                List.of(new ValueInfo(end, ElementType.FLOAT, List.of(-1L, -1L, 384L))), nodes, weights);
    }

    private static Tensor rows(Tensor tensor, int rows) {
        List<Long> shape = new ArrayList<>(tensor.shape());
        ByteBuffer data = tensor.data();
        data.limit((int) (data.limit() / shape.get(0) * rows));
        shape.set(0, (long) rows);
        return new Tensor(tensor.type(), shape, data.slice());
    }
}
