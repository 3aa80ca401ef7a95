package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class ResizeTest {
    @Test
    void shrinkingByTwoWeighsEveryPixelUnderTheTriangle() {
        // One row 0 10 20 30 to two pixels: centre 1, reach 2 gives weights .75 .75 .25 for the first three,
        // mirrored for the other.
        float[] out = Resize.bilinear(grey(1, 4, 0, 10, 20, 30), 1, 2);
        assertThat(out[0]).isEqualTo((0 * .75f + 10 * .75f + 20 * .25f) / 1.75f, offset(1e-5f));
        assertThat(out[3]).isEqualTo((10 * .25f + 20 * .75f + 30 * .75f) / 1.75f, offset(1e-5f));
    }

    @Test
    void enlargingInterpolatesBetweenPixelCentres() {
        // Two pixels to four: the outer ones repeat the edge, the inner ones lie a quarter of the way in.
        float[] out = Resize.bilinear(grey(1, 2, 0, 100), 1, 4);
        assertThat(new float[] {out[0], out[3], out[6], out[9]}).containsExactly(new float[] {0, 25, 75, 100}, offset(1e-4f));
    }

    @Test
    void sameSizeLeavesThePictureAlone() {
        Example.Image image = pattern(5, 4);
        float[] out = Resize.bilinear(image, 5, 4);
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isEqualTo(image.rgb()[i] & 0xff);
        }
    }

    /** Reference values from Pillow 12's Image.resize((w, h), BILINEAR) on each channel as 32-bit float. */
    @Test
    void agreesWithTheImagingLibrariesFilter() {
        assertThat(Resize.bilinear(pattern(9, 7), 3, 2)).containsExactly(new float[] {80.32f, 115.436f, 133.436f, 150.913f,
                141.378f, 122.169f, 127.928f, 125.008f, 135.318f, 130.563f, 123.013f, 127.37f, 97.727f, 121.68f, 152.331f,
                126.669f, 136.483f, 110.576f}, offset(1e-3f));
        assertThat(Resize.bilinear(pattern(4, 5), 6, 8)).contains(new float[] {0f, 50f, 100f, 3.062f, 53.062f, 103.062f, 8.312f,
                58.312f, 108.312f, 21.438f, 71.438f, 121.438f}, offset(1e-3f));
        assertThat(sum(Resize.bilinear(pattern(4, 5), 6, 8))).isEqualTo(16568.25, offset(0.05));
        assertThat(sum(Resize.bilinear(pattern(10, 10), 4, 4))).isEqualTo(6094.8134765625, offset(0.05));
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static Example.Image pattern(int height, int width) {
        byte[] rgb = new byte[height * width * 3];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[i++] = (byte) ((7 * x * x + 13 * y + 31 * x * y + 50 * c) % 256);
                }
            }
        }
        return new Example.Image(width, height, rgb);
    }

    private static Example.Image grey(int height, int width, int... values) {
        byte[] rgb = new byte[values.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return new Example.Image(width, height, rgb);
    }
}
