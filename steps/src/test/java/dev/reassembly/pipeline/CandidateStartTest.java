package dev.reassembly.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.graph.Tensor;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the controls keep of a network of three runs of layers, a's first, b's second and a's third, before it is trained. */
class CandidateStartTest {
    @TempDir
    static Path folder;
    private static RunContext run;
    private static final Map<Candidate.Start, Map<String, Tensor>> WEIGHTS = new EnumMap<>(Candidate.Start.class);
    private static final Set<String> KEYS = new HashSet<>();
    /** As composed, before anything is fitted. */
    private static Map<String, Tensor> unfitted;

    @BeforeAll
    static void build() throws Exception {
        run = SketchRun.open(folder);
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

    /** What training is keyed by: the new weights under their names, whatever else building leaves. */
    @Test
    void theDigestIsOfTheNewWeights() throws Exception {
        StitchStep stitch = new StitchStep(run);
        for (Candidate.Start start : Candidate.Start.values()) {
            List<String> lines = new ArrayList<>();
            for (String name : List.of("head/bias", "head/weight", "s1/bias", "s1/weight", "s2/bias", "s2/weight")) {
                byte[] bytes = new byte[WEIGHTS.get(start).get(name).data().remaining()];
                WEIGHTS.get(start).get(name).data().get(bytes);
                lines.add(name + " " + sha256(bytes));
            }
            assertThat(stitch.startDigest(candidate(start))).isEqualTo(sha256(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
        return new Candidate(run, new InspectStep(run), SketchRun.ASSEMBLY, start);
    }
}
