package dev.reassembly.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.compose.Stitch;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Milliseconds for one sample of stitches and heads, measured on the device in a composed network whose blocks do next to
 * nothing. Each pair of features is measured once.
 */
public final class JoinLatency {
    private static final long LIMIT_MS = 250;
    private static final int ANY_CLASSES = 1;
    private static final String IMAGE = "image";
    private static final String IDS = "ids";
    private static final String MASK = "mask";

    private final Device device;
    private final int textLength;
    private final Map<Stitch, Double> stitches = new HashMap<>();
    private final Map<List<Object>, Double> heads = new HashMap<>();

    /** @param textLength tokens of one sample, for text; not read for images */
    public JoinLatency(Device device, int textLength) {
        this.device = device;
        this.textLength = textLength;
    }

    /** @throws dev.reassembly.failure.InvalidInputException when no stitch leads from one feature to the other */
    public double stitchMs(Stitch stitch) {
        if (stitch.identity()) {
            return 0;
        }
        return stitches.computeIfAbsent(stitch, key -> {
            Composition join = join(key.from(), key.to(), ANY_CLASSES);
            return measure(join, join.stitchInputs().get(1), key.from(), join.stitchOutputs().get(1));
        });
    }

    /** Pooling included. */
    public double headMs(Feature feature, int classes) {
        return heads.computeIfAbsent(List.of(feature, classes), key -> {
            Composition join = join(feature, feature, classes);
            String block = join.graph().nodes().stream().flatMap(node -> node.outputs().stream())
                    .filter(name -> name.startsWith("b1/")).findFirst().orElseThrow();
            return measure(join, block, feature, join.graph().outputs().get(0).name());
        });
    }

    private double measure(Composition join, String from, Feature feature, String to) {
        try (Network network = NetworkLoader.load(join.graph(), device); NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put(from, scope.ones(shape(feature)));
            if (join.roles().mask() != null) {
                inputs.put(MASK, scope.ones(new Shape(1, textLength), DataType.INT64));
                inputs.put(IDS, scope.ones(new Shape(1, textLength), DataType.INT64));
            }
            return new Stopwatch(network.manager(), LIMIT_MS)
                    .medianMs(run -> network.run(run, inputs, List.of(to), Network.Mode.INFERENCE).get(to));
        }
    }

    private Shape shape(Feature feature) {
        long c = feature.channels();
        return switch (feature.layout()) {
            case INPUT -> throw new IllegalArgumentException("the raw input is not joined to anything");
            case NCHW -> new Shape(1, c, feature.height(), feature.width());
            case NHWC -> new Shape(1, feature.height(), feature.width(), c);
            case TOKENS -> new Shape(1, feature.height() < 0 ? textLength : feature.height(), c);
            case VECTOR -> new Shape(1, c);
        };
    }

    /** Two blocks of one operator each, joined by the stitch. */
    private static Composition join(Feature from, Feature to, int classes) {
        boolean text = from.height() < 0 || to.height() < 0;
        Part source = new Part(new BlockRef("source", 0, 1), graph(text, 1), chain("source", text, from));
        Part target = new Part(new BlockRef("target", 1, 2), graph(text, 2), chain("target", text, to, to));
        return Composer.compose(List.of(source, target), List.of(false, true), new Head(classes), 0);
    }

    private static Graph graph(boolean text, int layers) {
        List<ValueInfo> inputs = text ? List.of(new ValueInfo(IDS, ElementType.INT64, List.of(-1L, -1L)),
                new ValueInfo(MASK, ElementType.INT64, List.of(-1L, -1L)))
                : List.of(new ValueInfo(IMAGE, ElementType.FLOAT, List.of(-1L, -1L, -1L, -1L)));
        List<Node> nodes = IntStream.range(0, layers).mapToObj(i -> new Node("relu" + i, "Relu",
                List.of(i == 0 ? inputs.get(0).name() : "t" + i), List.of("t" + (i + 1)))).toList();
        return new Graph("join", inputs, List.of(new ValueInfo("t" + layers, ElementType.FLOAT, List.of())), nodes, Map.of());
    }

    private static Chain chain(String model, boolean text, Feature... features) {
        Chain.Inputs inputs = text ? new Chain.Inputs(null, IDS, MASK, null) : new Chain.Inputs(IMAGE, null, null, null);
        List<Cut> cuts = IntStream.rangeClosed(0, features.length).mapToObj(i -> i == 0
                ? new Cut(0, text ? IDS : IMAGE, Feature.INPUT) : new Cut(i, "t" + i, features[i - 1])).toList();
        List<Layer> layers = IntStream.range(0, features.length)
                .mapToObj(i -> new Layer(i, "relu" + i, "Relu", 0, 0, 0)).toList();
        return new Chain(model, inputs, cuts, layers);
    }
}
