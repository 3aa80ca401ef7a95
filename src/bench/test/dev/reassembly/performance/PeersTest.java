package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.AssemblyOptions;
import dev.reassembly.assembly.AssemblyResult;
import dev.reassembly.assembly.AssemblySearch;
import dev.reassembly.partition.Balance;
import dev.reassembly.partition.Membership;
import dev.reassembly.partition.PartitionOptions;
import dev.reassembly.partition.PartitionProblem;
import dev.reassembly.partition.PartitionSearch;
import dev.reassembly.partition.Solver;
import dev.reassembly.similarity.CenteredGram;
import dev.reassembly.similarity.CutGrams;
import dev.reassembly.similarity.CutSimilarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both sides of the rows work on the same numbers and mean the same by what they report: golden.json was made by peers/golden.py. */
class PeersTest {
    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(Path.of("test", "golden.json").toFile()).path(name);
    }

    @Test
    void drawsAreTheSame() throws IOException {
        JsonNode draws = golden("draws");
        assertThat(draws).hasSize(3);
        for (JsonNode draw : draws) {
            double unit = new Draws(draw.get(0).asLong()).unit(draw.get(1).asInt(), draw.get(2).asInt(), draw.get(3).asInt());
            assertThat(unit).isEqualTo(draw.get(4).asDouble());
        }
    }

    @Test
    void zoosAreTheSame() throws IOException {
        JsonNode expected = golden("similarity");
        PartitionProblem zoo = SyntheticZoo.of(3, 3, 11);
        assertThat(zoo.models()).extracting(PartitionProblem.Model::layers).containsExactly(3, 4, 4);
        assertThat(expected).hasSize(zoo.similarity().length);
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.size(); j++) {
                assertThat(zoo.similarity()[i][j]).isCloseTo(expected.get(i).get(j).asDouble(), within(1e-12));
            }
        }
    }

    /** With sets that are stages, as the peer has them, both find the same J. */
    @Test
    void objectivesOfPartitionsAreTheSame() throws IOException {
        PartitionProblem zoo = SyntheticZoo.of(2, 4, 28);
        PartitionOptions options = new PartitionOptions(3, Balance.LAYERS, PartitionSpeed.TOLERANCE, Solver.KERNIGHAN_LIN, Membership.BY_STAGE,
                300, 1, 1);
        assertThat(PartitionSearch.solve(zoo, options).objective()).isCloseTo(golden("objective").asDouble(), within(1e-9));
    }

    @Test
    void theBestAssembliesAreThoseOfThePeersEnumeration() throws IOException {
        JsonNode expected = golden("assemblies");
        assertThat(expected).hasSize(3);
        for (int seed = 1; seed <= 3; seed++) {
            JsonNode best = expected.get(seed - 1);
            AssemblyResult result = AssemblySearch.solve(SyntheticProblem.of(seed, 6, 3), new AssemblyOptions(1000, 30, 1, 1));
            assertThat(result.complete()).isTrue();
            assertThat(result.assemblies()).hasSize(best.get("fitting").asInt());
            Assembly first = result.assemblies().get(0);
            assertThat(first.score()).isCloseTo(best.get("score").asDouble(), within(1e-9));
            List<Integer> blocks = new ArrayList<>();
            best.get("blocks").forEach(block -> blocks.add(block.asInt()));
            assertThat(first.blocks()).extracting(b -> Integer.parseInt(b.model().substring(1)) * 3 + b.from() / 4).isEqualTo(blocks);
        }
    }

    /** The peer's estimate is biased and of all samples at once. With many more samples than channels bias is small. */
    @Test
    void similarityMeansTheSame() throws IOException {
        List<List<float[]>> grams = List.of(CenteredGram.of(features(6, 32), 400, 400, 6), CenteredGram.of(features(5, 34), 400, 400, 5));
        double ours = CutSimilarity.compute(List.of(new CutGrams("m", 400, grams))).lookup(0, 1, 0, 2);
        assertThat(ours).isCloseTo(golden("cka").asDouble(), within(0.01)).isNotCloseTo(1.0, within(0.02));
    }

    private static float[] features(int channels, int noise) {
        Draws draws = new Draws(5);
        float[] features = new float[400 * channels];
        for (int i = 0; i < 400; i++) {
            for (int c = 0; c < channels; c++) {
                double value = 0.3 * draws.unit(noise + 1, i, c);
                for (int s = 0; s < 2; s++) {
                    value += draws.unit(31, i, s) * draws.unit(noise, c, s);
                }
                features[i * channels + c] = (float) value;
            }
        }
        return features;
    }
}
