package dev.reassembly.pipeline;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.finetune.MemoryDataset;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.ContentRecords;
import dev.reassembly.store.LocalCopies;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.StepCache;
import dev.reassembly.store.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run with two small residual networks, a and b, and pictures of stripes, on an empty store. */
final class SketchRun {
    /** Three runs of layers: a's first, b's second and a's third. */
    static final Assembly ASSEMBLY = new Assembly("a01", Assembly.Kind.ASSEMBLY,
            List.of(new BlockRef("a", 0, 1), new BlockRef("b", 1, 2), new BlockRef("a", 2, 3)), List.of(false, true, true), 0, 1, 1, 1, 1);

    private SketchRun() {}

    /** The caller owns the folder, which must be empty. */
    static RunContext open(Path folder) throws Exception {
        OnnxWriter.write(Sketches.residual(1, 8, false), folder.resolve("a.onnx"), Map.of());
        OnnxWriter.write(Sketches.residual(2, 6, false), folder.resolve("b.onnx"), Map.of());
        Path file = Files.writeString(folder.resolve("run.yaml"), """
                apiVersion: reassembly.dev/v1alpha1
                kind: ModelReassembly
                metadata: {name: stripes}
                spec:
                  zoo:
                  - {name: a, uri: "file://%1$s/a.onnx", preprocessing: {image: {height: 16, width: 16, mean: [127.5], std: [64]}}}
                  - {name: b, uri: "file://%1$s/b.onnx", preprocessing: {image: {height: 16, width: 16, mean: [127.5], std: [64]}}}
                  task: {kind: ImageClassification, dataset: {uri: "file://%1$s/data/", format: IDX}}
                  partition: {blocks: 3, probeSamples: 64, probeBatch: 16}
                  budget: {parameters: 1M}
                  output: {uri: "file://%1$s/out/"}
                """.formatted(folder));
        ModelReassemblySpec spec = ResourceFile.read(file).getSpec();
        Storage storage = new Storage(null, null);
        Location root = Location.parse("store", "file://" + folder + "/store");
        ObjectStore store = storage.storeFor(root);
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        ZooFiles files = new ZooFiles(new LocalCopies(storage, scratch), new ContentRecords(store, root.key(), storage));
        List<ZooMember> zoo = List.of(new ZooMember(spec.zoo().get(0), "spec.zoo[0]", files), new ZooMember(spec.zoo().get(1), "spec.zoo[1]", files));
        StepCache cache = new StepCache(store, root.key(), scratch, Progress.SILENT);
        return new RunContext("stripes", spec, storage, cache, Device.cpu(), "cpu", Progress.SILENT, scratch, false, zoo, MemoryDataset.stripes(200, 40));
    }
}
