package dev.reassembly.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.NominalInput;
import java.util.LinkedHashMap;
import java.util.Map;

/** One sample of nominal size to measure latency with; its values do not matter. */
final class SampleInput {
    private SampleInput() {}

    static Map<String, NDArray> on(NDManager scope, NominalInput nominal, Chain.Inputs roles) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        if (nominal instanceof NominalInput.Image image) {
            inputs.put(roles.image(), scope.zeros(image.layout() == Feature.Layout.NHWC
                    ? new Shape(1, image.height(), image.width(), image.channels()) : new Shape(1, image.channels(), image.height(), image.width())));
        } else if (nominal instanceof NominalInput.Text text) {
            Shape shape = new Shape(1, text.length());
            inputs.put(roles.ids(), scope.ones(shape, DataType.INT64));
            if (roles.mask() != null) {
                inputs.put(roles.mask(), scope.ones(shape, DataType.INT64));
            }
            if (roles.types() != null) {
                inputs.put(roles.types(), scope.zeros(shape, DataType.INT64));
            }
        }
        return inputs;
    }
}
