package dev.reassembly.data;

import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.ImagePreprocessing.Channels;
import dev.reassembly.api.v1alpha1.ImagePreprocessing.Layout;
import dev.reassembly.failure.InvalidInputException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pictures to x = (pixel - mean) / std after {@link Resize}, in the declared order of channels and axes. GRAY is one channel,
 * 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
 */
final class PicturePreprocessor implements Preprocessor {
    private static final int RGB = 3;
    private static final int LARGEST = 1024;

    private final String field;
    private final int height;
    private final int width;
    private final Layout layout;
    private final Channels order;
    private final float[] mean;
    private final float[] std;

    PicturePreprocessor(ImagePreprocessing image, String field) {
        this.field = field;
        height = side(image.height(), "height");
        width = side(image.width(), "width");
        layout = image.layout() == null ? Layout.NCHW : image.layout();
        order = image.channels() == null ? Channels.RGB : image.channels();
        mean = channels(image.mean(), 0, "mean");
        std = channels(image.std(), 255, "std");
        for (float each : std) {
            if (each == 0) {
                throw new InvalidInputException(field + ".std", "has a 0, which nothing can be divided by");
            }
        }
    }

    private int side(Integer value, String name) {
        if (value == null || value < 1 || value > LARGEST) {
            throw new InvalidInputException(field + "." + name, "is " + value + "; it must be between 1 and " + LARGEST);
        }
        return value;
    }

    private float[] channels(List<Double> values, double missing, String name) {
        List<Double> given = values == null ? List.of(missing) : values;
        int count = order == Channels.GRAY ? 1 : RGB;
        if (given.size() != 1 && given.size() != count || given.stream().anyMatch(v -> v == null || !Double.isFinite(v))) {
            throw new InvalidInputException(field + "." + name, "is " + given + "; it must be one number"
                    + (count == 1 ? "" : ", or one a channel (" + count + ")"));
        }
        float[] result = new float[count];
        for (int c = 0; c < count; c++) {
            result[c] = given.get(given.size() == 1 ? 0 : c).floatValue();
        }
        return result;
    }

    @Override
    public Batch encode(List<Example> examples) {
        int n = examples.size();
        int channels = mean.length;
        long[] shape = layout == Layout.NCHW ? new long[] {n, channels, height, width} : new long[] {n, height, width, channels};
        HostTensor tensor = new HostTensor(HostTensor.Type.FLOAT, shape, HostTensors.allocate(HostTensor.Type.FLOAT, shape));
        FloatBuffer floats = tensor.data().asFloatBuffer();
        int each = channels * height * width;
        // Every picture has its own part of the buffer, so the result does not depend on the threads.
        IntStream.range(0, n).parallel().forEach(i -> floats.slice(i * each, each).put(values(examples.get(i))));
        return new Batch(Map.of(InputRole.IMAGE, tensor), examples.stream().mapToInt(Example::label).toArray(),
                examples.stream().map(Example::id).toList());
    }

    private float[] values(Example example) {
        if (!(example.content() instanceof Example.Image image)) {
            throw new InvalidInputException(field, "prepares pictures, but the data set holds text (" + example.id() + ")");
        }
        float[] rgb = Resize.bilinear(image, height, width);
        int channels = mean.length;
        float[] values = new float[channels * height * width];
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int c = 0; c < channels; c++) {
                int to = layout == Layout.NCHW ? c * height * width + pixel : pixel * channels + c;
                values[to] = (channel(rgb, pixel * RGB, c) - mean[c]) / std[c];
            }
        }
        return values;
    }

    private float channel(float[] rgb, int pixel, int c) {
        return switch (order) {
            case RGB -> rgb[pixel + c];
            case BGR -> rgb[pixel + 2 - c];
            case GRAY -> 0.299f * rgb[pixel] + 0.587f * rgb[pixel + 1] + 0.114f * rgb[pixel + 2];
        };
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
