package dev.reassembly.finetune;

import dev.reassembly.data.Batching;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.Split;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Mini-batches whose network inputs were computed once, up to the tensor from which on something is trained. Rows of texts
 * are kept without their padding, which is zeros when they are put together again: a mask hides it.
 */
final class CachedFeed implements Feed {
    private final String tensor;
    private final Map<Split, List<Row>> rows;
    private final int batchSize;
    private final long seed;
    private final boolean dropLast;

    /**
     * One example.
     *
     * @param shape of the feature without the batch axis; the first axis is the number of tokens for texts
     * @param integers the text inputs that the rest of the network still reads, by name, [tokens]
     */
    record Row(String id, int label, long[] shape, float[] feature, Map<String, long[]> integers) {
        long bytes() {
            return 200 + 4L * feature.length + integers.values().stream().mapToLong(values -> 80 + 8L * values.length).sum();
        }
    }

    CachedFeed(String tensor, Map<Split, List<Row>> rows, int batchSize, long seed, boolean dropLast) {
        this.tensor = tensor;
        this.rows = rows;
        this.batchSize = batchSize;
        this.seed = seed;
        this.dropLast = dropLast && rows.get(Split.TRAIN).size() >= batchSize;
    }

    @Override
    public Pass<MiniBatch> training(int epoch) {
        List<Row> order = new ArrayList<>(rows.get(Split.TRAIN));
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + epoch);
        Collections.shuffle(order, random);
        List<List<Row>> batches = new ArrayList<>();
        int whole = dropLast ? order.size() / batchSize * batchSize : order.size();
        for (int from = 0; from < whole; from += Batching.WINDOW * batchSize) {
            List<Row> window = order.subList(from, Math.min(whole, from + Batching.WINDOW * batchSize));
            window.sort(Comparator.comparingLong(row -> row.shape()[0]));
            List<List<Row>> cut = batches(window);
            Collections.shuffle(cut, random);
            batches.addAll(cut);
        }
        return pass(batches);
    }

    @Override
    public Pass<MiniBatch> evaluation(Split split) {
        return pass(batches(rows.get(split)));
    }

    @Override
    public int steps() {
        int n = rows.get(Split.TRAIN).size();
        return dropLast ? n / batchSize : (n + batchSize - 1) / batchSize;
    }

    private List<List<Row>> batches(List<Row> from) {
        List<List<Row>> batches = new ArrayList<>();
        for (int i = 0; i < from.size(); i += batchSize) {
            batches.add(from.subList(i, Math.min(from.size(), i + batchSize)));
        }
        return batches;
    }

    private Pass<MiniBatch> pass(List<List<Row>> batches) {
        return Pass.over(batches).map(this::together);
    }

    private MiniBatch together(List<Row> batch) {
        long[] shape = new long[batch.get(0).shape().length + 1];
        shape[0] = batch.size();
        for (Row row : batch) {
            for (int axis = 1; axis < shape.length; axis++) {
                shape[axis] = Math.max(shape[axis], row.shape()[axis - 1]);
            }
        }
        int size = Math.toIntExact(Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact));
        ByteBuffer featureMemory = direct(4L * size * batch.size());
        FloatBuffer features = featureMemory.asFloatBuffer();
        for (int i = 0; i < batch.size(); i++) {
            features.put(i * size, batch.get(i).feature());
        }
        Map<String, HostTensor> inputs = new HashMap<>();
        inputs.put(tensor, new HostTensor(HostTensor.Type.FLOAT, shape, featureMemory));
        for (String name : batch.get(0).integers().keySet()) {
            int length = batch.stream().mapToInt(row -> row.integers().get(name).length).max().orElse(0);
            ByteBuffer memory = direct(8L * length * batch.size());
            LongBuffer values = memory.asLongBuffer();
            for (int i = 0; i < batch.size(); i++) {
                values.put(i * length, batch.get(i).integers().get(name));
            }
            inputs.put(name, new HostTensor(HostTensor.Type.INT64, new long[] {batch.size(), length}, memory));
        }
        return new MiniBatch(inputs, batch.stream().mapToInt(Row::label).toArray(), batch.stream().map(Row::id).toList());
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }
}
