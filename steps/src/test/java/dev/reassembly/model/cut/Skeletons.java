package dev.reassembly.model.cut;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Real exports whose large weights are left out, see src/test/architectures/README.md. */
public final class Skeletons {
    private static final Path HOME = Path.of("src/test/architectures");
    /** The largest tensor of all, 3072 x 768 floats. */
    private static final int WEIGHT_BYTES = 3072 * 768 * 4;

    private final Path folder;

    /**
     * @param published parameters and 10^9 multiply-accumulates as documented, null for networks of our own
     * @param unused parameters of the published count that are not exported
     * @param mask most elements of a layer's constant attention masks
     */
    public record Architecture(String title, String layer, int side, int text, double[] published, long unused, long mask,
            List<String> variants) {
        public NominalInput input(String variant) {
            Feature.Layout layout = variant.contains("nhwc") ? Feature.Layout.NHWC : Feature.Layout.NCHW;
            return text > 0 ? new NominalInput.Text(text) : new NominalInput.Image(3, side, side, layout);
        }
    }

    /**
     * One layer as PyTorch ran it.
     *
     * @param end the module that it ends with
     * @param shape of what passes there, without the batch; empty for the head
     * @param parameters trainable elements
     * @param kept with batch normalisations' statistics
     * @param folded with batch normalisations folded into the convolutions before them
     * @param tensors names of those with the module's values, by variant
     */
    record Expected(String end, List<Long> shape, long parameters, long kept, long folded, long macs,
            Map<String, List<String>> tensors) {
        boolean head() {
            return shape.isEmpty();
        }
    }

    /** @param folder an empty one, where models and the one file of weights that all share are put */
    public Skeletons(Path folder) throws IOException {
        this.folder = folder;
        // Between 0.01 and 0.11, since some are variances.
        Random random = new Random(0);
        ByteBuffer weights = ByteBuffer.allocate(WEIGHT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (weights.hasRemaining()) {
            weights.putFloat(0.01f + 0.1f * random.nextFloat());
        }
        Files.write(folder.resolve("weights.bin"), weights.array());
    }

    public static Map<String, Architecture> all() throws IOException {
        ObjectMapper json = new ObjectMapper();
        return json.readValue(HOME.resolve("architectures.json").toFile(),
                json.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Architecture.class));
    }

    public Graph read(String name, String variant) throws IOException {
        Path model = folder.resolve(name + "." + variant + ".onnx");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(HOME.resolve("skeletons/" + model.getFileName() + ".gz")))) {
            Files.copy(in, model);
        }
        return OnnxReader.read(model, model.getFileName().toString());
    }

    static List<Expected> layers(String name) throws IOException {
        List<String> lines = Files.readAllLines(HOME.resolve("layers/" + name + ".csv"));
        String[] columns = lines.get(0).split(",");
        return lines.stream().skip(1).map(line -> layer(columns, line.split(",", -1))).toList();
    }

    private static Expected layer(String[] columns, String[] cells) {
        Map<String, List<String>> tensors = new LinkedHashMap<>();
        for (int i = 6; i < columns.length; i++) {
            tensors.put(columns[i], List.of(cells[i].split(" ")));
        }
        List<Long> shape = cells[1].isEmpty() ? List.of() : Arrays.stream(cells[1].split("x")).map(Long::valueOf).toList();
        return new Expected(cells[0], shape, Long.parseLong(cells[2]), Long.parseLong(cells[3]), Long.parseLong(cells[4]),
                Long.parseLong(cells[5]), tensors);
    }
}
