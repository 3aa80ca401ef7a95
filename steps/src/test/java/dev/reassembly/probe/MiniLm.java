package dev.reassembly.probe;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Datasets;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Preprocessors;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The smallest network of the demo's zoo, with its chain written down by hand, and the demo's sentences. */
public final class MiniLm {
    public static final int MAX_LENGTH = 32;
    private static final Path ZOO = Path.of(System.getProperty("zoo"));

    private MiniLm() {}

    public static Graph graph() {
        Path file = ZOO.resolve("all-minilm-l6-v2.onnx");
        return OnnxReader.read(file, file.toString());
    }

    /** One layer for the embeddings and one for each of the six encoder layers. */
    public static Chain chain() {
        List<String> tensors = new ArrayList<>(List.of("input_ids", "/embeddings/LayerNorm/Add_1_output_0"));
        for (int layer = 0; layer < 5; layer++) {
            tensors.add("/encoder/layer." + layer + "/output/LayerNorm/Add_1_output_0");
        }
        tensors.add("last_hidden_state");
        List<Cut> cuts = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            Feature feature = i == 0 ? Feature.INPUT : new Feature(Feature.Layout.TOKENS, 384, -1, 1, false);
            cuts.add(new Cut(i, tensors.get(i), feature));
            if (i > 0) {
                layers.add(new Layer(i - 1, i == 1 ? "embeddings" : "encoder." + (i - 2), "Attention", 0, 0, 0));
            }
        }
        return new Chain("minilm", new Chain.Inputs(null, "input_ids", "attention_mask", "token_type_ids"), cuts, layers);
    }

    public static Preprocessor preprocessor() throws IOException {
        String tokenizer = "file://" + ZOO.resolve("all-minilm-l6-v2-tokenizer.json").toAbsolutePath();
        return Preprocessors.create(new Preprocessing(null, new TextPreprocessing(tokenizer, MAX_LENGTH)), "preprocessing",
                DataSource.of(Storage.filesOnly()));
    }

    public static Dataset sentences() throws IOException {
        String file = "file://" + Path.of("src/main/resources/demo/sentiment/sentences.jsonl").toAbsolutePath();
        DatasetSpec spec = new DatasetSpec(file, DatasetSpec.Format.JSONL, "text", "label", null, 0.1, 0.2, null, null);
        return Datasets.open(spec, 1, DataSource.of(Storage.filesOnly()));
    }
}
