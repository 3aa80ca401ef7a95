package dev.reassembly.model.run;

import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much a node makes at most, told from its operands' shapes and the numbers among them. Only operators that can make more
 * than they are given are known here; sizes are doubles, so that nothing overflows.
 *
 * @param elements of the output, or of the largest tensor on the way to it
 * @param products multiply-accumulates
 */
record OutputSize(double elements, double products) {
    private static final OutputSize SMALL = new OutputSize(0, 0);
    /** Positions along one axis that are counted out on the Java heap. */
    private static final double LONGEST_AXIS = 1 << 24;

    static OutputSize of(Node node, Operands x) {
        return switch (node.operator()) {
            case "ConstantOfShape" -> made(product(x.longs(0)));
            case "Expand" -> made(product(together(dims(x, 0), x.longs(1))));
            case "Tile" -> made(product(dims(x, 0)) * product(x.longs(1)));
            case "CenterCropPad" -> centred(node, x);
            case "AffineGrid" -> made(3 * product(x.longs(1)));
            case "GridSample" -> made(product(dims(x, 1)) * product(Arrays.copyOf(dims(x, 0), 2)));
            case "MaxUnpool" -> unpool(node, x);
            case "Pad" -> pad(node, x);
            case "Resize" -> resize(node, x);
            case "Range" -> made(axis(Math.abs((x.real(1) - x.real(0)) / x.real(2))));
            case "OneHot" -> made(product(dims(x, 0)) * axis(x.real(1)));
            case "Gather" -> gather(node, x);
            case "GatherND" -> made(product(dims(x, 0)) * product(dims(x, 1)));
            case "Concat" -> made(joined(x));
            case "HannWindow", "HammingWindow", "BlackmanWindow" -> made(axis(x.integer(0)));
            case "LRN" -> lrn(node, dims(x, 0));
            case "QuantizeLinear", "DequantizeLinear" -> blocks(node, x);
            case "NonZero" -> made(2.0 * x.get(0).size() * dims(x, 0).length);
            case "MatMul" -> matMul(dims(x, 0), dims(x, 1));
            case "Gemm" -> gemm(node, dims(x, 0), dims(x, 1));
            case "Einsum" -> einsum(node, x);
            case "Conv" -> convolution(node, x);
            case "ConvTranspose" -> transposed(node, x);
            case "MaxPool", "AveragePool", "LpPool" -> pooling(node, x);
            case "Trilu", "EyeLike" -> new OutputSize(0, longest(dims(x, 0)));
            case "Add", "Sub", "Mul", "Div", "Mod", "Pow", "And", "Or", "Xor", "Equal", "Less", "LessOrEqual", "Greater",
                    "GreaterOrEqual", "Where", "Max", "Min", "Sum", "Mean", "PRelu", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitShift" ->
                    made(broadcast(x));
            default -> SMALL;
        };
    }

    private static OutputSize made(double elements) {
        return new OutputSize(elements, 0);
    }

    private static long[] dims(Operands x, int index) {
        return Operands.dims(x.get(index));
    }

    private static double axis(double length) {
        if (!(length <= LONGEST_AXIS)) {
            throw new IllegalArgumentException("an axis of length " + length + " was asked for; at most " + (long) LONGEST_AXIS
                    + " is allowed");
        }
        return length;
    }

    private static double longest(long[] dims) {
        return axis(Arrays.stream(dims).max().orElse(1));
    }

    private static double product(long... dims) {
        double product = 1;
        for (long dim : dims) {
            product *= Math.max(0, dim);
        }
        return product;
    }

    /** An upper bound: axes that do not fit are refused by the operator itself. */
    private static long[] together(long[] a, long[] b) {
        long[] longer = (a.length < b.length ? b : a).clone();
        long[] shorter = a.length < b.length ? a : b;
        for (int i = 1; i <= longer.length; i++) {
            long other = i <= shorter.length ? shorter[shorter.length - i] : 1;
            longer[longer.length - i] = Math.max(longer[longer.length - i], other);
        }
        return longer;
    }

    private static double broadcast(Operands x) {
        long[] together = {};
        for (int i = 0; i < x.count(); i++) {
            together = x.has(i) ? together(together, dims(x, i)) : together;
        }
        return product(together);
    }

    private static double joined(Operands x) {
        double sum = 0;
        for (int i = 0; i < x.count(); i++) {
            sum += x.has(i) ? x.get(i).size() : 0;
        }
        return sum;
    }

    private static OutputSize gather(Node node, Operands x) {
        long[] data = dims(x, 0);
        long taken = data[Operands.axis(node.integer("axis", 0), data.length)];
        return made(product(data) / Math.max(1, taken) * product(dims(x, 1)));
    }

    private static OutputSize pad(Node node, Operands x) {
        double[] dims = Arrays.stream(dims(x, 0)).asDoubleStream().toArray();
        long[] widths = x.longs(1);
        long[] axes = x.has(3) ? x.longs(3) : null;
        int count = axes == null ? dims.length : axes.length;
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i : Operands.axis(axes[i], dims.length);
            dims[axis] += (double) widths[i] + widths[i + count];
            if (!node.text("mode", "constant").equals("constant")) {
                axis(dims[axis]);
            }
        }
        return made(product(dims));
    }

    private static double product(double[] dims) {
        return Arrays.stream(dims).map(d -> Math.max(0, d)).reduce(1, (a, b) -> a * b);
    }

    /** The channels are padded, and each neighbour's squares are a tensor until they are summed. */
    private static OutputSize lrn(Node node, long[] dims) {
        double neighbours = Math.max(1, node.integer("size", 1));
        return new OutputSize(product(dims) / Math.max(1, dims[1]) * (dims[1] + neighbours), product(dims) * neighbours);
    }

    /** Scales of blocks are repeated before they are cut to the tensor's size. */
    private static OutputSize blocks(Node node, Operands x) {
        return made(x.get(1).size() * (double) Math.max(1, node.integer("block_size", 1)));
    }

    /** Along each axis in turn, by a matrix of outputs x inputs. */
    private static OutputSize resize(Node node, Operands x) {
        double[] dims = Arrays.stream(dims(x, 0)).asDoubleStream().toArray();
        boolean bySize = x.has(3) && x.get(3).size() > 0;
        double[] wanted = x.reals(bySize ? 3 : 2);
        List<Long> named = node.integers("axes");
        long[] axes = IntStream.range(0, wanted.length).mapToLong(i -> named == null ? i : Operands.axis(named.get(i), dims.length)).toArray();
        String policy = node.text("keep_aspect_ratio_policy", "stretch");
        if (bySize && !policy.equals("stretch")) {
            double scale = Resampling.common(policy, wanted, axes, dims(x, 0));
            Arrays.setAll(wanted, i -> Math.ceil(scale * dims[(int) axes[i]]));
        }
        double most = 0;
        double work = 0;
        for (int i = 0; i < wanted.length; i++) {
            int axis = (int) axes[i];
            double length = dims[axis];
            dims[axis] = axis(bySize ? wanted[i] : Math.floor(length * wanted[i]));
            if (dims[axis] != length) {
                boolean weighted = !node.text("mode", "nearest").equals("nearest");
                most = Math.max(most, Math.max(product(dims), weighted ? dims[axis] * length : 0));
                work += weighted ? product(dims) * length : 0;
            }
        }
        return new OutputSize(most, work);
    }

    private static OutputSize matMul(long[] a, long[] b) {
        if (a.length == 0 || b.length == 0) {
            return SMALL;
        }
        long rows = a.length > 1 ? a[a.length - 2] : 1;
        long columns = b.length > 1 ? b[b.length - 1] : 1;
        double batches = product(together(a.length > 2 ? Arrays.copyOf(a, a.length - 2) : new long[0],
                b.length > 2 ? Arrays.copyOf(b, b.length - 2) : new long[0]));
        double elements = batches * rows * columns;
        // A batch that is broadcast is written out before it is multiplied.
        double spread = batches * a[a.length - 1] * Math.max(rows, columns);
        return new OutputSize(a.length > 2 || b.length > 2 ? Math.max(elements, spread) : elements, elements * a[a.length - 1]);
    }

    private static OutputSize gemm(Node node, long[] a, long[] b) {
        boolean turnLeft = node.integer("transA", 0) != 0;
        boolean turnRight = node.integer("transB", 0) != 0;
        double elements = product(a[turnLeft ? 1 : 0], b[turnRight ? 0 : 1]);
        return new OutputSize(elements, elements * a[turnLeft ? 0 : 1]);
    }

    /**
     * Every operand and every product of two is at most as large as all distinct labels together; of two operands, named to the last label, only the
     * output is made.
     */
    private static OutputSize einsum(Node node, Operands x) {
        String equation = node.text("equation", "").replace(" ", "");
        String[] terms = equation.split("->", -1)[0].split(",", -1);
        Map<Character, Long> lengths = new HashMap<>();
        for (int i = 0; i < terms.length; i++) {
            long[] dims = dims(x, i);
            for (int k = 0; k < Math.min(dims.length, terms[i].length()); k++) {
                lengths.merge(terms[i].charAt(k), dims[k], Math::max);
            }
        }
        double all = lengths.values().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
        if (terms.length > 2 || equation.contains(".") || !equation.contains("->")) {
            return new OutputSize(all, all);
        }
        String output = equation.substring(equation.indexOf("->") + 2);
        return new OutputSize(output.chars().mapToDouble(label -> lengths.getOrDefault((char) label, 1L)).reduce(1, (a, b) -> a * b), all);
    }

    private static long[] spatial(long[] dims) {
        return Arrays.copyOfRange(dims, Math.min(2, dims.length), dims.length);
    }

    private static OutputSize convolution(Node node, Operands x) {
        long[] dims = dims(x, 0);
        long[] weight = dims(x, 1);
        double positions = positions(node, dims, spatial(weight));
        double padded = padded(node, dims, spatial(weight));
        double perPosition = product(weight) / Math.max(1, weight[0]);
        double out = positions * dims[0] * weight[0];
        // Engines without a kernel of their own write out what each position sees, one sample at a time.
        return new OutputSize(Math.max(Math.max(out, padded), positions * perPosition), out * perPosition);
    }

    private static OutputSize pooling(Node node, Operands x) {
        long[] dims = dims(x, 0);
        long[] kernel = Operands.array(node.integers("kernel_shape"));
        double positions = positions(node, dims, kernel) * dims[0] * dims[1];
        return new OutputSize(Math.max(positions, padded(node, dims, kernel)), positions * product(kernel));
    }

    private static OutputSize centred(Node node, Operands x) {
        long[] dims = dims(x, 0);
        long[] wanted = x.longs(1);
        List<Long> axes = node.integers("axes");
        for (int i = 0; i < wanted.length; i++) {
            int axis = axes == null ? i : Operands.axis(axes.get(i), dims.length);
            dims[axis] = Math.max(dims[axis], wanted[i]);
        }
        return made(product(dims));
    }

    private static OutputSize unpool(Node node, Operands x) {
        long[] dims = dims(x, 0);
        Window window = Window.of(node, Operands.array(node.integers("kernel_shape")));
        double elements = product(Arrays.copyOf(dims, 2));
        for (int i = 0; i < window.kernel().length; i++) {
            elements *= (double) dims[i + 2] * window.strides()[i] + window.kernel()[i];
        }
        return made(x.has(2) ? product(x.longs(2)) : elements);
    }

    private static OutputSize transposed(Node node, Operands x) {
        long[] dims = dims(x, 0);
        long[] weight = dims(x, 1);
        long[] size = spatial(dims);
        Window window = Window.of(node, spatial(weight));
        List<Long> wanted = node.integers("output_shape");
        List<Long> extra = node.integers("output_padding");
        double places = 1;
        for (int i = 0; i < size.length; i++) {
            double out = (double) window.strides()[i] * size[i] + reach(window, i) + (extra == null ? 0 : extra.get(i))
                    + (wanted == null ? 0 : wanted.get(wanted.size() - size.length + i));
            places *= 2 * Math.max(1, Math.abs(out));
        }
        double perPosition = product(weight) / Math.max(1, weight[0]);
        return new OutputSize(places * dims[0] * Math.max(dims[1], weight[1] * Math.max(1, node.integer("group", 1))) / (1 << size.length),
                places * dims[0] * dims[1] * perPosition / (1 << size.length));
    }

    private static double reach(Window window, int axis) {
        return (window.kernel()[axis] - 1.0) * window.dilations()[axis] + 1;
    }

    /** Positions of a window on one channel. */
    private static double positions(Node node, long[] dims, long[] kernel) {
        Window window = Window.of(node, kernel);
        double[] padded = paddedAxes(node, dims, window);
        double positions = 1;
        for (int i = 0; i < padded.length; i++) {
            positions *= Math.max(1, (padded[i] - reach(window, i)) / Math.max(1, window.strides()[i]) + 1);
        }
        return positions;
    }

    /** Elements of the padded map. */
    private static double padded(Node node, long[] dims, long[] kernel) {
        return product(paddedAxes(node, dims, Window.of(node, kernel))) * product(Arrays.copyOf(dims, 2));
    }

    private static double[] paddedAxes(Node node, long[] dims, Window window) {
        long[] size = spatial(dims);
        double[] padded = new double[size.length];
        List<Long> pads = node.integers("pads");
        boolean same = node.text("auto_pad", "NOTSET").startsWith("SAME");
        for (int i = 0; i < size.length; i++) {
            double widths = same ? reach(window, i) : pads == null ? 0
                    : Math.max(0, pads.get(i)) + (double) Math.max(0, pads.get(i + size.length));
            padded[i] = size[i] + widths;
        }
        return padded;
    }
}
