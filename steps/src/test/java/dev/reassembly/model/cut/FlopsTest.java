package dev.reassembly.model.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.model.graph.Attribute;
import dev.reassembly.model.graph.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlopsTest {
    private static long flops(String operator, Map<String, Attribute> attributes, List<Long> a, List<Long> b, List<Long> out) {
        Map<String, List<Long>> shapes = Map.of("a", a, "b", b, "out", out);
        return Flops.of(new Node("n", "", operator, List.of("a", "b"), List.of("out"), attributes), shapes::get);
    }

    @Test
    void countsMultiplyAccumulates() {
        assertThat(flops("Conv", Map.of(), List.of(1L, 8L, 6L, 6L), List.of(16L, 8L, 3L, 3L), List.of(1L, 16L, 4L, 4L)))
                .isEqualTo(16 * 16 * 8 * 9);
        assertThat(flops("Conv", Map.of("group", new Attribute.Int(8)), List.of(1L, 8L, 6L, 6L), List.of(8L, 1L, 3L, 3L),
                List.of(1L, 8L, 4L, 4L))).isEqualTo(8 * 16 * 9);
        assertThat(flops("ConvTranspose", Map.of(), List.of(1L, 8L, 4L, 4L), List.of(8L, 5L, 2L, 2L), List.of(1L, 5L, 8L, 8L)))
                .isEqualTo(8 * 16 * 5 * 4);
        assertThat(flops("MatMul", Map.of(), List.of(2L, 3L, 5L, 7L), List.of(2L, 3L, 7L, 4L), List.of(2L, 3L, 5L, 4L)))
                .isEqualTo(6 * 5 * 7 * 4);
        assertThat(flops("Gemm", Map.of("transA", new Attribute.Int(1)), List.of(7L, 1L), List.of(7L, 4L), List.of(1L, 4L)))
                .isEqualTo(28);
        assertThat(flops("Relu", Map.of(), List.of(1L, 4L), List.of(1L), List.of(1L, 4L))).isZero();
    }

    @Test
    void countsEveryIndexOfAnEinsum() {
        assertThat(flops("Einsum", Map.of("equation", new Attribute.Text("bhid, bhjd -> bhij")), List.of(1L, 2L, 5L, 3L),
                List.of(1L, 2L, 6L, 3L), List.of(1L, 2L, 5L, 6L))).isEqualTo(2 * 5 * 6 * 3);
        assertThat(flops("Einsum", Map.of("equation", new Attribute.Text("...id,...jd->...ij")), List.of(4L, 2L, 5L, 3L),
                List.of(4L, 2L, 6L, 3L), List.of(4L, 2L, 5L, 6L))).isEqualTo(8 * 5 * 6 * 3);
    }
}
