package dev.reassembly.model.run;

import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.List;

/** How a kernel slides over spatial axes: the attributes that convolutions and poolings share. */
final class Window {
    /** Of kernel, strides, dilations and pads. The engine's kernels count in 32 bits and divide by what is left of a number. */
    private static final long LONGEST = 1 << 16;

    private final Node node;
    private final long[] kernel;
    private final long[] strides;
    private final long[] dilations;
    private final String automatic;
    private final boolean ceiling;

    private Window(Node node, long[] kernel) {
        this.node = node;
        this.kernel = kernel;
        this.strides = attribute(node, "strides", kernel.length);
        this.dilations = attribute(node, "dilations", kernel.length);
        require("kernel", kernel, 1);
        require("strides", strides, 1);
        require("dilations", dilations, 1);
        List<Long> pads = node.integers("pads");
        if (pads != null) {
            require("pads", Operands.array(pads), -LONGEST);
            if (pads.size() != 2 * kernel.length) {
                throw new IllegalArgumentException("pads " + pads + " are not two for each of " + kernel.length + " spatial axes");
            }
        }
        this.automatic = node.text("auto_pad", "NOTSET");
        this.ceiling = node.integer("ceil_mode", 0) != 0;
    }

    /** Refuses what is seen in the attributes alone. */
    static void check(Node node) {
        String automatic = node.text("auto_pad", "NOTSET");
        if (!List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER").contains(automatic)) {
            throw Refusal.of(node, " with auto_pad '" + automatic + "'");
        }
    }

    static Window of(Node node, long[] kernel) {
        return new Window(node, kernel);
    }

    private static long[] attribute(Node node, String name, int rank) {
        List<Long> given = node.integers(name);
        if (given == null) {
            long[] ones = new long[rank];
            Arrays.fill(ones, 1);
            return ones;
        }
        if (given.size() != rank) {
            throw new IllegalArgumentException(name + " " + given + " do not fit " + rank + " spatial axes");
        }
        return Operands.array(given);
    }

    private static void require(String name, long[] values, long least) {
        for (long value : values) {
            if (value < least || value > LONGEST) {
                throw new IllegalArgumentException(name + " " + Arrays.toString(values) + " must be between " + least + " and " + LONGEST);
            }
        }
    }

    long[] kernel() {
        return kernel;
    }

    long[] strides() {
        return strides;
    }

    long[] dilations() {
        return dilations;
    }

    boolean dilated() {
        return Arrays.stream(dilations).anyMatch(d -> d != 1);
    }

    /** How far the dilated kernel reaches along an axis. */
    long reach(int axis) {
        return (kernel[axis] - 1) * dilations[axis] + 1;
    }

    /** Widths of padding before and after each spatial axis of a map of the given size. */
    Pads pads(long[] size) {
        int rank = kernel.length;
        long[] begin = new long[rank];
        long[] end = new long[rank];
        if (automatic.startsWith("SAME")) {
            for (int i = 0; i < rank; i++) {
                long outputs = (size[i] + strides[i] - 1) / strides[i];
                long total = Math.max(0, (outputs - 1) * strides[i] + reach(i) - size[i]);
                begin[i] = automatic.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                end[i] = total - begin[i];
            }
        } else if (automatic.equals("NOTSET") && node.integers("pads") != null) {
            long[] given = Operands.array(node.integers("pads"));
            begin = Arrays.copyOf(given, rank);
            end = Arrays.copyOfRange(given, rank, 2 * rank);
        }
        return new Pads(begin, end);
    }

    /**
     * How many positions the kernel takes along an axis. In ceiling mode a last, incomplete one counts unless it would
     * start in the padding behind the map.
     */
    long outputs(int axis, long size, Pads pads) {
        long room = size + pads.begin()[axis] + pads.end()[axis] - reach(axis);
        if (room < 0) {
            throw new IllegalArgumentException("the kernel is larger than the padded map");
        }
        long stride = strides[axis];
        if (!ceiling) {
            return room / stride + 1;
        }
        long count = (room + stride - 1) / stride + 1;
        return (count - 1) * stride >= size + pads.begin()[axis] ? count - 1 : count;
    }

    record Pads(long[] begin, long[] end) {
        boolean symmetric() {
            return Arrays.equals(begin, end);
        }
    }
}
