package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import java.nio.FloatBuffer;

/** Refuses models whose weights are not numbers. Infinities are allowed: masks use them. */
final class WeightCheck {
    private WeightCheck() {}

    static void require(String model, Graph graph) {
        graph.initializers().forEach((name, tensor) -> {
            if (tensor.type() == ElementType.FLOAT && hasNaN(tensor)) {
                throw new InvalidInputException("model " + model, "its weight " + name + " holds NaN");
            }
        });
    }

    private static boolean hasNaN(Tensor tensor) {
        FloatBuffer values = tensor.data().asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            if (Float.isNaN(values.get(i))) {
                return true;
            }
        }
        return false;
    }
}
