package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractFloatArrayAssert;
import org.junit.jupiter.api.Test;

/** What is pooled, from values that pass a network unchanged (Abs of positive numbers), in both engines. */
class PooledGraphTest {
    @Test
    void meansOverMapsOfBothLayouts() {
        pooled(new Feature(Layout.NCHW, 2, 2, 2, false), new long[] {1, 2, 2, 2}, 1, 2, 3, 6, 10, 20, 30, 40).containsExactly(new float[] {3, 25});
        pooled(new Feature(Layout.NHWC, 2, 2, 2, false), new long[] {1, 2, 2, 2}, 1, 10, 2, 20, 3, 30, 6, 40).containsExactly(new float[] {3, 25});
    }

    @Test
    void meansOverTokensOfPicturesLeaveOutTheClassToken() {
        float[] tokens = {1, 2, 3, 4, 500, 600, 7, 8, 9, 10, 11, 12};
        pooled(new Feature(Layout.TOKENS, 2, 3, 1, true), new long[] {2, 3, 2}, tokens).containsExactly(new float[] {251.5f, 302, 10, 11});
        pooled(new Feature(Layout.TOKENS, 2, 3, 1, false), new long[] {2, 3, 2}, tokens).containsExactly(new float[] {168, 202, 9, 10});
    }

    @Test
    void vectorsStayAsTheyAre() {
        pooled(new Feature(Layout.VECTOR, 3, 1, 1, false), new long[] {2, 3}, 1, 2, 3, 4, 5, 6).containsExactly(new float[] {1, 2, 3, 4, 5, 6});
    }

    /** An embedding of two channels: token i is (i, 10 i). The model reads no mask, its ids are int32, and a tensor has the name that pooling would take. */
    @Test
    void meansOverTokensOfTextsLeaveOutPadding() {
        Graph graph = new Graph("text", List.of(new ValueInfo("ids", ElementType.INT32, List.of(-1L, 3L))),
                List.of(new ValueInfo("pooled/1", ElementType.FLOAT, List.of(-1L, 3L, 2L))),
                List.of(new Node("look", "Gather", List.of("table", "ids"), List.of("pooled/1"))),
                Map.of("table", Tensor.ofFloats(List.of(4L, 2L), 0, 0, 1, 10, 2, 20, 3, 30)));
        Chain chain = new Chain("text", new Chain.Inputs(null, "ids", null, null),
                List.of(new Cut(0, "ids", Feature.INPUT), new Cut(1, "pooled/1", new Feature(Layout.TOKENS, 2, -1, 1, false))), List.of());
        Batch batch = new Batch(Map.of(InputRole.IDS, longs(2, 3, 1, 2, 3, 3, 2, 1), InputRole.MASK, longs(2, 3, 1, 1, 0, 1, 0, 0)), new int[2],
                List.of("a", "b"));
        assertThat(both(graph, chain, batch)).containsExactly(1.5f, 15, 3, 30);
    }

    private static AbstractFloatArrayAssert<?> pooled(Feature feature, long[] shape, float... values) {
        List<Long> any = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            any.add(-1L);
        }
        Graph graph = new Graph("same", List.of(new ValueInfo("image", ElementType.FLOAT, any)), List.of(new ValueInfo("out", ElementType.FLOAT, any)),
                List.of(new Node("same", "Abs", List.of("image"), List.of("value")), new Node("after", "Erf", List.of("value"), List.of("out"))), Map.of());
        Chain chain = new Chain("same", new Chain.Inputs("image", null, null, null),
                List.of(new Cut(0, "image", Feature.INPUT), new Cut(1, "value", feature)), List.of());
        ByteBuffer data = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
        data.asFloatBuffer().put(values);
        int[] labels = new int[(int) shape[0]];
        Batch batch = new Batch(Map.of(InputRole.IMAGE, new HostTensor(HostTensor.Type.FLOAT, shape, data)), labels, List.of());
        return assertThat(both(graph, chain, batch));
    }

    private static float[] both(Graph graph, Chain chain, Batch batch) {
        List<float[]> frozen;
        try (CutFeatures features = CutFeatures.open(graph, chain, Device.cpu(), new RefusalsAreFailures())) {
            frozen = features.of(batch);
        }
        try (CutFeatures features = CutFeatures.inTrainingEngine(graph, chain, Device.cpu())) {
            List<float[]> trained = features.of(batch);
            assertThat(trained).hasSameSizeAs(frozen);
            assertThat(trained.get(0)).containsExactly(frozen.get(0));
        }
        return frozen.get(0);
    }

    private static HostTensor longs(int rows, int columns, long... values) {
        ByteBuffer data = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder());
        data.asLongBuffer().put(values);
        return new HostTensor(HostTensor.Type.INT64, new long[] {rows, columns}, data);
    }
}
