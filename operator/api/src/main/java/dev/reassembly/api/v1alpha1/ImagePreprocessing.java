package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** x = (pixel in 0..255 - mean) / std, a channel, after resizing to height x width. */
public record ImagePreprocessing(
        @Required @Min(8) @Max(1024) Integer height,
        @Required @Min(8) @Max(1024) Integer width,
        @Default("NCHW") @JsonPropertyDescription("Order of the input's axes.") Layout layout,
        @Default("RGB") @JsonPropertyDescription("Order of the input's channels.") Channels channels,
        @Size(min = 1, max = 3) @JsonPropertyDescription("Subtracted from pixel values of 0 to 255, in the order of channels; one value serves all. Default 0.")
        List<Double> mean,
        @Size(min = 1, max = 3) @JsonPropertyDescription("Divides after the mean is subtracted, in the order of channels; one value serves all. Default 255.")
        List<Double> std) {
    public enum Layout {
        NCHW, NHWC
    }

    public enum Channels {
        RGB, BGR, GRAY
    }
}
