package dev.reassembly.model.cut;

import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.run.CubicKernel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bicubic interpolation between grid centres by Keys' kernel (1981) with a = -0.75, the border repeated, without smoothing
 * when it reduces: what {@code torch.nn.functional.interpolate(mode="bicubic", align_corners=False)} computes, which is how
 * position embeddings are commonly resized.
 */
final class Bicubic {
    private static final double A = -0.75;

    private Bicubic() {}

    /**
     * @param table [.., prefix + side * side, channels], rows of the grid after {@code prefix} others
     * @return [.., prefix + height * width, channels], the first rows copied
     */
    static Tensor resample(Tensor table, int prefix, int side, int height, int width) {
        int rank = table.shape().size();
        int channels = table.shape().get(rank - 1).intValue();
        FloatBuffer from = table.data().asFloatBuffer();
        float[] to = new float[Math.multiplyExact(prefix + height * width, channels)];
        from.get(0, to, 0, prefix * channels);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] sum = new double[channels];
                add(sum, from, prefix, side, (y + 0.5) * side / height - 0.5, (x + 0.5) * side / width - 0.5);
                for (int c = 0; c < channels; c++) {
                    to[(prefix + y * width + x) * channels + c] = (float) sum[c];
                }
            }
        }
        List<Long> shape = new ArrayList<>(table.shape());
        shape.set(rank - 2, (long) prefix + (long) height * width);
        return Tensor.ofFloats(shape, to);
    }

    private static void add(double[] sum, FloatBuffer from, int prefix, int side, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        for (int i = top - 1; i <= top + 2; i++) {
            for (int j = left - 1; j <= left + 2; j++) {
                double weight = CubicKernel.weight(y - i, A) * CubicKernel.weight(x - j, A);
                int row = prefix + clamp(i, side) * side + clamp(j, side);
                for (int c = 0; c < sum.length; c++) {
                    sum[c] += weight * from.get(row * sum.length + c);
                }
            }
        }
    }

    private static int clamp(int position, int side) {
        return Math.max(0, Math.min(position, side - 1));
    }
}
