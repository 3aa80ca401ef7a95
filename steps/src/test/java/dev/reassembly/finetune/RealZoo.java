package dev.reassembly.finetune;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Datasets;
import dev.reassembly.data.Preprocessors;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.onnx.OnnxReader;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The demo's encoders and sentences. */
final class RealZoo {
    private static final Path SENTENCES = Path.of("src/main/resources/demo/sentiment/sentences.jsonl");
    static final DataSource SOURCE = DataSource.of(Storage.filesOnly());

    private RealZoo() {}

    static TargetModel model(String name) throws IOException {
        Path file = Path.of(System.getProperty("zoo"), name + ".onnx");
        Graph graph = OnnxReader.read(file, name);
        String tokenizer = "file://" + Path.of(System.getProperty("zoo"), name + "-tokenizer.json").toAbsolutePath();
        return new TargetModel(name, graph, ChainBuilder.build(name, graph, new NominalInput.Text(32), null),
                Preprocessors.create(new Preprocessing(null, new TextPreprocessing(tokenizer, 64)), name, SOURCE));
    }

    static Dataset sentences(Long train) throws IOException {
        return Datasets.open(new DatasetSpec("file://" + SENTENCES.toAbsolutePath(), DatasetSpec.Format.JSONL, "text", "label",
                null,
                0.1, 0.2, train, 100L), 1, SOURCE);
    }

    static Part part(TargetModel model, int from, int to) {
        return new Part(new BlockRef(model.chain().model(), from, to), model.graph(), model.chain());
    }

    /** The first model's layers up to {@code until}, then the second's from {@code from} on. */
    static Composition join(TargetModel first, int until, TargetModel second, int from) {
        return Composer.compose(List.of(part(first, 0, until), part(second, from, second.chain().layers().size())),
                List.of(false, true), new Head(2), 3);
    }
}
