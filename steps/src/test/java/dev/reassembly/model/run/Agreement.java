package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Compares tensors by type, shape and value. */
final class Agreement {
    private Agreement() {}

    /**
     * @param tolerance of floats, relative to the expected value; all other types must be equal
     * @param floor the size below which the tolerance shrinks no more
     */
    static void check(String name, Tensor found, Tensor expected, double tolerance, double floor) {
        assertThat(found.type()).as(name).isEqualTo(expected.type());
        assertThat(found.shape()).as(name).isEqualTo(expected.shape());
        if (expected.type() != ElementType.FLOAT) {
            assertThat(found.data().equals(expected.data())).as("%s: %s, expected %s", name, Arrays.toString(values(found)),
                    Arrays.toString(values(expected))).isTrue();
            return;
        }
        double[] a = values(found);
        double[] b = values(expected);
        for (int i = 0; i < a.length; i++) {
            if (Double.compare(a[i], b[i]) == 0) {
                continue;
            }
            double allowed = tolerance * Math.max(Math.abs(b[i]), floor);
            assertThat(Math.abs(a[i] - b[i])).as("%s[%d]: %s, expected %s", name, i, a[i], b[i]).isLessThanOrEqualTo(allowed);
        }
    }

    static double[] values(Tensor tensor) {
        ByteBuffer data = tensor.data();
        double[] values = new double[(int) tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.type()) {
                case FLOAT -> data.getFloat();
                case DOUBLE -> data.getDouble();
                case INT64 -> data.getLong();
                case INT32 -> data.getInt();
                case BOOL, INT8 -> data.get();
                case UINT8 -> Byte.toUnsignedInt(data.get());
                default -> throw new IllegalArgumentException("no values of type " + tensor.type());
            };
        }
        return values;
    }

    /** The largest size of any element. */
    static double scale(Tensor tensor) {
        double scale = 0;
        for (double value : values(tensor)) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }
}
