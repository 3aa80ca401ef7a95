package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Feature;
import java.util.Arrays;

/**
 * Brings what enters a stitch's linear map (x) and what it should give (y) into rows of one position or one example each.
 *
 * @param feature of the block's true input; x has the same axes
 * @param withoutFirst whether y's token 0 has no counterpart in x
 */
record FeatureRows(Feature feature, boolean withoutFirst) {
    /** @param kept [n, 1], 1 where the row counts, or null when all rows do */
    record Pair(NDArray x, NDArray y, NDArray kept) {}

    /** Rows of positions, or null when the positions of the two sides are not the same. */
    Pair byPosition(NDManager scope, NDArray x, Batch xBatch, NDArray y, Batch yBatch) {
        NDArray left = channelsLast(x);
        NDArray right = target(y);
        long[] a = left.getShape().getShape();
        long[] b = right.getShape().getShape();
        HostTensor ids = xBatch.inputs().get(InputRole.IDS);
        boolean same = Arrays.equals(Arrays.copyOf(a, a.length - 1), Arrays.copyOf(b, b.length - 1))
                && (ids == null || equal(ids, yBatch.inputs().get(InputRole.IDS)));
        if (!same) {
            return null;
        }
        HostTensor mask = xBatch.inputs().get(InputRole.MASK);
        boolean masked = mask != null && a.length == 3 && mask.shape()[1] == a[1];
        return new Pair(flat(left), flat(right), masked ? flat(mask(scope, mask)) : null);
    }

    /** One row an example: the mean over its positions, for texts over its tokens. */
    Pair byExample(NDManager scope, NDArray x, Batch xBatch, NDArray y, Batch yBatch) {
        return new Pair(mean(scope, channelsLast(x), xBatch), mean(scope, target(y), yBatch), null);
    }

    private NDArray target(NDArray y) {
        NDArray rows = channelsLast(y);
        return withoutFirst ? rows.get(new NDIndex(":, 1:, :")) : rows;
    }

    private NDArray channelsLast(NDArray map) {
        return feature.layout() == Feature.Layout.NCHW ? map.transpose(0, 2, 3, 1) : map;
    }

    private static NDArray flat(NDArray values) {
        Shape shape = values.getShape();
        return values.reshape(-1, shape.get(shape.dimension() - 1));
    }

    private static NDArray mean(NDManager scope, NDArray values, Batch batch) {
        Shape shape = values.getShape();
        if (shape.dimension() == 2) {
            return values;
        }
        NDArray rows = values.reshape(shape.get(0), -1, shape.get(shape.dimension() - 1));
        HostTensor mask = batch.inputs().get(InputRole.MASK);
        if (mask != null && mask.shape()[1] == rows.getShape().get(1)) {
            NDArray weights = mask(scope, mask);
            return rows.mul(weights).sum(new int[] {1}).div(weights.sum(new int[] {1}));
        }
        return rows.sum(new int[] {1}).div(rows.getShape().get(1));
    }

    /** [n, tokens, 1], 1 for tokens and 0 for padding. */
    private static NDArray mask(NDManager scope, HostTensor mask) {
        return scope.create(mask.data().duplicate().order(mask.data().order()), new Shape(mask.shape()), DataType.INT64)
                .toType(DataType.FLOAT32, false).expandDims(2);
    }

    private static boolean equal(HostTensor a, HostTensor b) {
        return b != null && Arrays.equals(a.shape(), b.shape()) && a.data().duplicate().equals(b.data().duplicate());
    }
}
