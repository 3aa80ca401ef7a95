package dev.reassembly.model.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    @Test
    void averagesWholeRatiosThenInterpolatesBetweenPixelCentres() throws Exception {
        int[][] cases = {{8, 8, 4, 4}, {8, 6, 4, 2}, {4, 4, 7, 7}, {7, 7, 5, 5}, {15, 15, 7, 7}, {12, 12, 5, 5}, {3, 9, 6, 3},
                {5, 5, 5, 5},
            {1, 1, 4, 4}, {7, 7, 1, 1}};
        for (int[] c : cases) {
            float[] values = new float[c[0] * c[1]];
            Random random = new Random(1);
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat();
            }
            float[] expected = naive(values, c[0], c[1], c[2], c[3]);
            GraphDraft draft = new GraphDraft();
            String out = Resampling.write(draft, "s1/", "x", c[0], c[1], c[2], c[3]);
            if (out.equals("x")) {
                assertThat(expected).isEqualTo(values);
                continue;
            }
            List<Long> shape = List.of(1L, 1L, (long) c[0], (long) c[1]);
            Graph graph = new Graph("g", List.of(new ValueInfo("x", ElementType.FLOAT, shape)),
                    List.of(new ValueInfo(out, ElementType.FLOAT, List.of())), draft.nodes, draft.initializers);
            Map<String, Tensor> input = Map.of("x", Tensor.ofFloats(shape, values));
            assertThat(Oracle.onnxRuntime(graph, input, out).get(out).data()).containsExactly(expected, within(1e-6f));
            assertThat(Oracle.engine(graph, input, out).get(out).data()).containsExactly(expected, within(1e-6f));
        }
    }

    static float[] naive(float[] x, int h, int w, int toH, int toW) {
        int down = Math.max(1, h / toH);
        int across = Math.max(1, w / toW);
        int ph = h / down;
        int pw = w / across;
        double[] pooled = new double[ph * pw];
        for (int i = 0; i < ph * down; i++) {
            for (int j = 0; j < pw * across; j++) {
                pooled[i / down * pw + j / across] += x[i * w + j] / (double) (down * across);
            }
        }
        float[] out = new float[toH * toW];
        for (int i = 0; i < toH; i++) {
            for (int j = 0; j < toW; j++) {
                double y = Math.max(0, Math.min((i + 0.5) * ph / toH - 0.5, ph - 1));
                double z = Math.max(0, Math.min((j + 0.5) * pw / toW - 0.5, pw - 1));
                int a = (int) y;
                int b = (int) z;
                int a1 = Math.min(a + 1, ph - 1);
                int b1 = Math.min(b + 1, pw - 1);
                double top = pooled[a * pw + b] * (1 - z + b) + pooled[a * pw + b1] * (z - b);
                double low = pooled[a1 * pw + b] * (1 - z + b) + pooled[a1 * pw + b1] * (z - b);
                out[i * toW + j] = (float) (top * (1 - y + a) + low * (y - a));
            }
        }
        return out;
    }
}
