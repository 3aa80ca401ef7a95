package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.finetune.MemoryDataset;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Sketches;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.ContentRecords;
import dev.reassembly.store.LocalCopies;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.StepCache;
import dev.reassembly.store.Storage;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the controls keep of a network of three runs of layers, a's first, b's second and a's third, before it is trained. */
class CandidateStartTest {
    private static final Assembly ASSEMBLY = new Assembly("a01", Assembly.Kind.ASSEMBLY,
            List.of(new BlockRef("a", 0, 1), new BlockRef("b", 1, 2), new BlockRef("a", 2, 3)), List.of(false, true, true), 0, 1, 1, 1, 1);
    @TempDir
    static Path folder;
    private static RunContext run;
    private static final Map<Candidate.Start, Map<String, Tensor>> WEIGHTS = new EnumMap<>(Candidate.Start.class);
    private static final Set<String> KEYS = new HashSet<>();
    /** As composed, before anything is fitted. */
    private static Map<String, Tensor> unfitted;

    @BeforeAll
    static void build() throws Exception {
        run = run();
        StitchStep stitch = new StitchStep(run);
        for (Candidate.Start start : Candidate.Start.values()) {
            WEIGHTS.put(start, stitch.start(candidate(start)).graph().initializers());
            KEYS.add(stitch.resolve(candidate(start)).key().hash());
        }
        Candidate usual = candidate(Candidate.Start.PRETRAINED);
        unfitted = usual.compose(usual.graphs()).graph().initializers();
    }

    @Test
    void usuallyBlocksAreKeptAndStitchesFitted() {
        same(unfitted, WEIGHTS.get(Candidate.Start.PRETRAINED), name -> name.startsWith("b"));
        differ(unfitted, WEIGHTS.get(Candidate.Start.PRETRAINED), name -> name.matches("s[12]/weight"));
    }

    @Test
    void aFreshEndKeepsAllBeforeIt() {
        Map<String, Tensor> usual = WEIGHTS.get(Candidate.Start.PRETRAINED);
        Map<String, Tensor> fresh = WEIGHTS.get(Candidate.Start.FRESH_END);
        same(usual, fresh, name -> name.startsWith("b0/") || name.startsWith("b1/"));
        same(usual, fresh, name -> name.matches("s[12]/(weight|bias)"));
        differ(usual, fresh, name -> name.startsWith("b2/"));
    }

    @Test
    void randomStitchesKeepAllBlocks() {
        Map<String, Tensor> random = WEIGHTS.get(Candidate.Start.RANDOM_STITCHES);
        same(WEIGHTS.get(Candidate.Start.PRETRAINED), random, name -> name.startsWith("b"));
        same(unfitted, random, name -> name.matches("s[12]/(weight|bias)"));
        differ(WEIGHTS.get(Candidate.Start.PRETRAINED), random, name -> name.matches("s[12]/weight"));
    }

    @Test
    void scratchKeepsNothing() {
        Map<String, Tensor> scratch = WEIGHTS.get(Candidate.Start.SCRATCH);
        differ(WEIGHTS.get(Candidate.Start.PRETRAINED), scratch, name -> name.startsWith("b") || name.matches("s[12]/weight"));
        same(unfitted, scratch, name -> name.matches("s[12]/(weight|bias)"));
    }

    @Test
    void eachHasAKeyOfItsOwn() throws Exception {
        assertThat(KEYS).hasSize(Candidate.Start.values().length);
        assertThat(candidate(Candidate.Start.PRETRAINED).identity()).as("what was stored before there were controls is found").doesNotContainKey("start");
    }

    /** The same names and the same values in all of these. */
    private static void same(Map<String, Tensor> one, Map<String, Tensor> other, Predicate<String> names) {
        List<String> compared = compared(one, other, names);
        assertThat(compared).allSatisfy(name -> assertThat(floats(other.get(name))).as(name).containsExactly(floats(one.get(name)), within(1e-6f)));
    }

    /** The same names and shapes, and other values in every one of these. */
    private static void differ(Map<String, Tensor> one, Map<String, Tensor> other, Predicate<String> names) {
        List<String> compared = compared(one, other, names);
        assertThat(compared).allSatisfy(name -> {
            assertThat(other.get(name).shape()).as(name).isEqualTo(one.get(name).shape());
            float[] before = floats(one.get(name));
            float[] after = floats(other.get(name));
            double most = 0;
            for (int i = 0; i < before.length; i++) {
                most = Math.max(most, Math.abs(before[i] - after[i]));
            }
            assertThat(most).as(name).isGreaterThan(1e-3);
        });
    }

    private static List<String> compared(Map<String, Tensor> one, Map<String, Tensor> other, Predicate<String> names) {
        List<String> compared = one.entrySet().stream().filter(tensor -> tensor.getValue().type().isFloating()).map(Map.Entry::getKey).filter(names).toList();
        assertThat(compared).isNotEmpty();
        assertThat(other.keySet()).containsAll(compared);
        return compared;
    }

    private static float[] floats(Tensor tensor) {
        FloatBuffer buffer = tensor.data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static Candidate candidate(Candidate.Start start) {
        return new Candidate(run, new InspectStep(run), ASSEMBLY, start);
    }

    private static RunContext run() throws Exception {
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
        return new RunContext("stripes", spec, storage, new StepCache(store, root.key(), scratch, Progress.SILENT), Device.cpu(), Progress.SILENT, scratch, false,
                zoo, MemoryDataset.stripes(200, 40));
    }
}
