package dev.reassembly.model.run;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Elements put, added or otherwise brought into a copy of a tensor at computed positions. */
final class Scattering {
    private Scattering() {}

    static void register(OperatorTable table) {
        table.single("ScatterElements", Scattering::elements, 1);
        table.single("ScatterND", Scattering::slices, 1);
    }

    /** How an update meets what is there; null: it takes its place. */
    private static BinaryOperator<PtNDArray> reduction(Node node) {
        String reduction = node.text("reduction", "none");
        return switch (reduction) {
            case "none" -> null;
            case "add" -> JniUtils::add;
            case "mul" -> JniUtils::mul;
            case "max" -> JniUtils::max;
            case "min" -> JniUtils::min;
            default -> throw Refusal.of(node, " with reduction '" + reduction + "'");
        };
    }

    private static Function<Operands, PtNDArray> elements(Node node) {
        BinaryOperator<PtNDArray> reduction = reduction(node);
        long axisAttribute = node.integer("axis", 0);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            long[] index = Operands.dims(x.get(1));
            int axis = Operands.axis(axisAttribute, dims.length);
            long[] rows = x.longs(1);
            for (int i = 0; i < rows.length; i++) {
                long rest = i;
                long position = 0;
                long step = 1;
                for (int d = dims.length - 1; d >= 0; d--) {
                    position += (d == axis ? fromFront(rows[i], dims[d]) : rest % index[d]) * step;
                    rest /= index[d];
                    step *= dims[d];
                }
                rows[i] = position;
            }
            return JniUtils.reshape(put(x, matrix(x.get(0), x.get(0).size()), rows, matrix(x.get(2), rows.length), reduction), dims);
        };
    }

    private static Function<Operands, PtNDArray> slices(Node node) {
        BinaryOperator<PtNDArray> reduction = reduction(node);
        return x -> {
            long[] dims = Operands.dims(x.get(0));
            long[] index = Operands.dims(x.get(1));
            int depth = (int) index[index.length - 1];
            long[] given = x.longs(1);
            long[] rows = new long[(int) Shapes.product(index, 0, index.length - 1)];
            for (int i = 0; i < rows.length; i++) {
                for (int d = 0; d < depth; d++) {
                    rows[i] = rows[i] * dims[d] + fromFront(given[i * depth + d], dims[d]);
                }
            }
            PtNDArray data = matrix(x.get(0), Shapes.product(dims, 0, depth));
            return JniUtils.reshape(put(x, data, rows, matrix(x.get(2), rows.length), reduction), dims);
        };
    }

    private static long fromFront(long position, long length) {
        if (position < -length || position >= length) {
            throw new IllegalArgumentException("index " + position + " is out of bounds for length " + length);
        }
        return position < 0 ? position + length : position;
    }

    private static PtNDArray matrix(PtNDArray value, long rows) {
        return JniUtils.reshape(value, new long[] {rows, rows == 0 ? 0 : value.size() / rows});
    }

    /** Updates of the same row follow each other in rounds, each of which has a row at most once. */
    private static PtNDArray put(Operands x, PtNDArray data, long[] rows, PtNDArray updates, BinaryOperator<PtNDArray> reduction) {
        if (rows.length == 0 || updates.size() == 0) {
            return Elementwise.alias(data);
        }
        PtNDArray result = data;
        for (List<Integer> round : rounds(rows)) {
            long[] chosen = round.stream().mapToLong(i -> i).toArray();
            long[] places = round.stream().mapToLong(i -> rows[i]).toArray();
            PtNDArray targets = x.ofLongs(places, places.length);
            PtNDArray fresh = chosen.length == rows.length ? updates
                    : Indexing.take(updates, x.ofLongs(chosen, chosen.length), 0);
            PtNDArray put = reduction == null ? fresh : reduction.apply(Indexing.take(result, targets, 0), fresh);
            PtNDArray everywhere = JniUtils.broadcast(JniUtils.unsqueeze(targets, 1), new Shape(Operands.dims(put)));
            result = JniUtils.scatter(result, Elementwise.convert(everywhere, DataType.INT64), put, 0);
        }
        return result;
    }

    private static List<List<Integer>> rounds(long[] rows) {
        Map<Long, Integer> seen = new HashMap<>();
        List<List<Integer>> rounds = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int round = seen.merge(rows[i], 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(i);
        }
        return rounds;
    }
}
