package dev.reassembly.model.cut;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes inputs of the nominal size with harmless values: grey pictures, unpadded texts of one token of one type. */
final class SampleInputs {
    private SampleInputs() {}

    /** @throws InvalidInputException when the model declares another size */
    static Map<String, Tensor> of(String model, Graph graph, Chain.Inputs inputs, NominalInput nominal, int batch) {
        Map<String, Tensor> samples = new HashMap<>();
        for (ValueInfo input : graph.inputs()) {
            String name = input.name();
            if (graph.initializers().containsKey(name)) {
                continue;
            }
            List<Long> shape = shape(nominal, batch);
            checkDeclared(model, input, shape);
            double value = name.equals(inputs.image()) ? 0.5 : name.equals(inputs.types()) ? 0 : 1;
            samples.put(name, filled(model, input, shape, value));
        }
        return samples;
    }

    private static List<Long> shape(NominalInput nominal, long batch) {
        if (nominal instanceof NominalInput.Image image) {
            List<Long> shape = new ArrayList<>(List.of(batch, (long) image.height(), (long) image.width()));
            shape.add(image.layout() == Feature.Layout.NCHW ? 1 : 3, (long) image.channels());
            return shape;
        }
        return List.of(batch, (long) ((NominalInput.Text) nominal).length());
    }

    private static void checkDeclared(String model, ValueInfo input, List<Long> shape) {
        List<Long> declared = input.shape();
        boolean fits = declared.isEmpty() || declared.size() == shape.size();
        for (int i = 1; fits && i < declared.size(); i++) {
            fits = declared.get(i) < 0 || declared.get(i).equals(shape.get(i));
        }
        if (!fits) {
            throw new InvalidInputException("model " + model, "input " + input.name() + " is declared as " + declared
                    + ", but its preprocessing gives " + shape + " (the first axis is the batch); set the preprocessing to the declared size, or export the model with"
                    + " dynamic axes");
        }
    }

    private static Tensor filled(String model, ValueInfo input, List<Long> shape, double value) {
        int n = (int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        ElementType type = input.type();
        ByteBuffer data = ByteBuffer.allocateDirect(Math.multiplyExact(n, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            switch (type) {
                case FLOAT -> data.putFloat((float) value);
                case DOUBLE -> data.putDouble(value);
                case INT64 -> data.putLong((long) value);
                case INT32 -> data.putInt((int) value);
                case BOOL -> data.put((byte) value);
                default -> throw new InvalidInputException("model " + model, "input " + input.name() + " has the type " + type
                        + "; allowed are FLOAT, DOUBLE, INT64, INT32 and BOOL");
            }
        }
        return new Tensor(type, shape, data.flip());
    }
}
