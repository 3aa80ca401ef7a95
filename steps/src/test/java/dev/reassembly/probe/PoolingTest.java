package dev.reassembly.probe;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;
import org.junit.jupiter.api.Test;

class PoolingTest {
    @Test
    void meansOverMapsOfBothLayouts() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray channelsFirst = manager.create(new float[] {1, 2, 3, 6, 10, 20, 30, 40}, new Shape(1, 2, 2, 2));
            NDArray channelsLast = channelsFirst.transpose(0, 2, 3, 1);
            assertThat(Pooling.pool(channelsFirst, new Feature(Layout.NCHW, 2, 2, 2, false), null).toFloatArray())
                    .containsExactly(3, 25);
            assertThat(Pooling.pool(channelsLast, new Feature(Layout.NHWC, 2, 2, 2, false), null).toFloatArray())
                    .containsExactly(3, 25);
        }
    }

    @Test
    void meansOverTokensLeaveOutPaddingAndTheClassToken() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray tokens = manager.create(new float[] {1, 2, 3, 4, 500, 600, 7, 8, 9, 10, 11, 12}, new Shape(2, 3, 2));
            NDArray mask = manager.create(new long[] {1, 1, 0, 1, 1, 1}, new Shape(2, 3));
            assertThat(Pooling.pool(tokens, new Feature(Layout.TOKENS, 2, -1, 1, false), mask).toFloatArray())
                    .containsExactly(2, 3, 9, 10);
            assertThat(Pooling.pool(tokens, new Feature(Layout.TOKENS, 2, 3, 1, true), null).toFloatArray())
                    .containsExactly(251.5f, 302, 10, 11);
            assertThat(Pooling.pool(tokens, new Feature(Layout.TOKENS, 2, 3, 1, false), null).toFloatArray())
                    .containsExactly(504 / 3f, 606 / 3f, 9, 10);
        }
    }

    @Test
    void vectorsStayAsTheyAre() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray vectors = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
            assertThat(Pooling.pool(vectors, new Feature(Layout.VECTOR, 3, 1, 1, false), null).toFloatArray())
                    .containsExactly(1, 2, 3, 4, 5, 6);
        }
    }
}
