package dev.reassembly.model.run;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.Arrays;
import java.util.function.Function;

/** Shapes as values, and views of tensors under other shapes. */
final class Shapes {
    private Shapes() {}

    static void register(OperatorTable table) {
        table.single("Shape", Shapes::shape);
        table.single("Size", node -> x -> onHost(x, new long[] {x.get(0).size()}));
        table.single("Reshape", Shapes::reshape, 1);
        table.single("Flatten", Shapes::flatten);
        table.single("Squeeze", node -> Shapes::squeeze, 1);
        table.single("Unsqueeze", node -> Shapes::unsqueeze, 1);
        table.single("Transpose", Shapes::transpose);
        table.single("Expand", node -> Shapes::expand, 1);
        table.single("Tile", node -> x -> JniUtils.tile(x.get(0), x.longs(1)), 1);
        table.single("DepthToSpace", Shapes::depthToSpace);
        table.single("SpaceToDepth", Shapes::spaceToDepth);
    }

    private static PtNDArray onHost(Operands x, long[] values, long... shape) {
        return Tensors.ofLongs(x.context().host(), values, shape);
    }

    private static Function<Operands, PtNDArray> shape(Node node) {
        long start = node.integer("start", 0);
        long end = node.integer("end", Integer.MAX_VALUE);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            int from = bound(start, dims.length);
            long[] part = Arrays.copyOfRange(dims, from, Math.max(from, bound(end, dims.length)));
            return onHost(x, part, part.length);
        };
    }

    private static int bound(long position, int rank) {
        return (int) Math.max(0, Math.min(position < 0 ? position + rank : position, rank));
    }

    private static Function<Operands, PtNDArray> reshape(Node node) {
        boolean zeroIsZero = node.integer("allowzero", 0) != 0;
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            long[] wanted = x.longs(1);
            int free = -1;
            long product = 1;
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] == 0 && !zeroIsZero) {
                    wanted[i] = dims[i];
                }
                if (wanted[i] == -1) {
                    free = i;
                } else {
                    product *= wanted[i];
                }
            }
            if (free >= 0) {
                wanted[free] = product == 0 ? 0 : x.get(0).size() / product;
            }
            return JniUtils.reshape(x.get(0), wanted);
        };
    }

    private static Function<Operands, PtNDArray> flatten(Node node) {
        long axis = node.integer("axis", 1);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            int split = (int) (axis < 0 ? axis + dims.length : axis);
            return JniUtils.reshape(x.get(0), new long[] {product(dims, 0, split), product(dims, split, dims.length)});
        };
    }

    static long product(long[] dims, int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    private static PtNDArray squeeze(Operands x) {
        long[] dims = Operands.dims(x.get(0));
        boolean[] gone = new boolean[dims.length];
        if (x.has(1)) {
            for (long axis : x.longs(1)) {
                int index = Operands.axis(axis, dims.length);
                if (dims[index] != 1) {
                    throw new IllegalArgumentException("axis " + axis + " has length " + dims[index] + ", not 1");
                }
                gone[index] = true;
            }
        } else {
            for (int i = 0; i < dims.length; i++) {
                gone[i] = dims[i] == 1;
            }
        }
        long[] kept = new long[dims.length];
        int rank = 0;
        for (int i = 0; i < dims.length; i++) {
            if (!gone[i]) {
                kept[rank++] = dims[i];
            }
        }
        return JniUtils.reshape(x.get(0), Arrays.copyOf(kept, rank));
    }

    private static PtNDArray unsqueeze(Operands x) {
        long[] dims = Operands.dims(x.get(0));
        long[] given = x.longs(1);
        int rank = dims.length + given.length;
        int[] axes = Operands.axes(given, rank);
        long[] shape = new long[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            shape[i] = Arrays.binarySearch(axes, i) >= 0 ? 1 : dims[next++];
        }
        return JniUtils.reshape(x.get(0), shape);
    }

    private static Function<Operands, PtNDArray> transpose(Node node) {
        long[] given = node.integers("perm") == null ? null : Operands.array(node.integers("perm"));
        return x -> {
            int rank = x.get(0).getShape().dimension();
            long[] order = given == null ? new long[rank] : given;
            if (given == null) {
                Arrays.setAll(order, i -> rank - 1 - i);
            }
            return JniUtils.permute(x.get(0), order);
        };
    }

    private static PtNDArray expand(Operands x) {
        return JniUtils.broadcast(x.get(0), new Shape(broadcast(Operands.dims(x.get(0)), x.longs(1))));
    }

    /** The shape that both broadcast to. */
    static long[] broadcast(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            long p = i < rank - a.length ? 1 : a[i - rank + a.length];
            long q = i < rank - b.length ? 1 : b[i - rank + b.length];
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException("shapes " + Arrays.toString(a) + " and " + Arrays.toString(b)
                        + " do not broadcast");
            }
            shape[i] = p == 1 ? q : p;
        }
        return shape;
    }

    private static Function<Operands, PtNDArray> depthToSpace(Node node) {
        long b = node.integer("blocksize", 1);
        boolean columns = node.text("mode", "DCR").equals("CRD");
        return x -> {
            long[] d = Operands.dims(x.get(0));
            long c = d[1] / (b * b);
            long[] apart = columns ? new long[] {d[0], c, b, b, d[2], d[3]} : new long[] {d[0], b, b, c, d[2], d[3]};
            long[] order = columns ? new long[] {0, 1, 4, 2, 5, 3} : new long[] {0, 3, 4, 1, 5, 2};
            PtNDArray blocks = JniUtils.permute(JniUtils.reshape(x.get(0), apart), order);
            return JniUtils.reshape(blocks, new long[] {d[0], c, d[2] * b, d[3] * b});
        };
    }

    private static Function<Operands, PtNDArray> spaceToDepth(Node node) {
        long b = node.integer("blocksize", 1);
        return x -> {
            long[] d = Operands.dims(x.get(0));
            PtNDArray blocks = JniUtils.reshape(x.get(0), new long[] {d[0], d[1], d[2] / b, b, d[3] / b, b});
            return JniUtils.reshape(JniUtils.permute(blocks, new long[] {0, 3, 5, 1, 2, 4}),
                    new long[] {d[0], d[1] * b * b, d[2] / b, d[3] / b});
        };
    }
}
