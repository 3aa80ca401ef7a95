package dev.reassembly.model.compose;

import dev.reassembly.model.graph.Attribute;
import java.util.List;
import java.util.Map;

/**
 * Brings an NCHW map to another grid. A map at least twice as large is averaged over windows of the whole ratio first, so
 * that no position is skipped; what then still differs is interpolated linearly with half-pixel centres.
 */
final class Resampling {
    private Resampling() {}

    static String write(GraphDraft draft, String prefix, String map, long height, long width, long toHeight, long toWidth) {
        long down = Math.max(1, height / toHeight);
        long across = Math.max(1, width / toWidth);
        String pooled = map;
        if (down > 1 || across > 1) {
            Attribute window = new Attribute.Ints(List.of(down, across));
            pooled = draft.add(prefix + "pool", "AveragePool", List.of(map), Map.of("kernel_shape", window, "strides", window));
        }
        if (height / down == toHeight && width / across == toWidth) {
            return pooled;
        }
        return draft.add(prefix + "resize", "Resize", List.of(pooled, "", "", draft.longs(prefix + "size", toHeight, toWidth)),
                Map.of("mode", new Attribute.Text("linear"), "axes", new Attribute.Ints(List.of(2L, 3L)),
                        "coordinate_transformation_mode", new Attribute.Text("half_pixel")));
    }
}
