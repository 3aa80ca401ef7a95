package dev.reassembly.model.cut;

import dev.reassembly.model.cut.Feature.Layout;

/** The input size at which a model's layers are measured; the batch axis comes before these dimensions. */
public sealed interface NominalInput {
    /** @param layout NCHW or NHWC: the order of the network input's axes */
    record Image(int channels, int height, int width, Layout layout) implements NominalInput {
        public Image {
            if (layout != Layout.NCHW && layout != Layout.NHWC) {
                throw new IllegalArgumentException("an image input is NCHW or NHWC, not " + layout);
            }
        }
    }

    /** @param length number of tokens */
    record Text(int length) implements NominalInput {}
}
