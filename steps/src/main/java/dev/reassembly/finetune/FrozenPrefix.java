package dev.reassembly.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.Split;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Subgraph;
import dev.reassembly.model.run.Network;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In frozen mode everything before the first stitch (or before the head, when there is no stitch) gives the same result in
 * every epoch, so it is computed once for the training and the validation split and kept in memory.
 *
 * <p>It is always computed anew when a training starts or resumes, in the data set's own order: what a resumed training sees
 * is then the same in every bit. It is not kept when it takes more than the given bytes, when texts have no mask by
 * which padding could be told from tokens, or when a later block reads the picture.
 */
final class FrozenPrefix {
    private final Composition composition;
    private final Network network;
    private final Progress progress;
    private final long mostBytes;
    private final String tensor;

    FrozenPrefix(Composition composition, Network network, Progress progress, long mostBytes) {
        this.composition = composition;
        this.network = network;
        this.progress = progress;
        this.mostBytes = mostBytes;
        this.tensor = end(composition);
    }

    /** 512 MiB, or a quarter of the Java heap where that is less. */
    static long defaultBytes() {
        return Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 4);
    }

    /** The tensor that enters the first trained layer. */
    static String end(Composition composition) {
        return composition.stitchLinearInputs().stream().filter(name -> name != null).findFirst().orElse(composition.pooled());
    }

    /** The cached mini-batches, or empty when they are not kept. */
    Optional<Feed> cache(Feed source, String candidate, int batchSize, long seed, int examples) throws IOException {
        boolean pooled = tensor.equals(composition.pooled());
        boolean text = composition.roles().ids() != null;
        if (text && !pooled && composition.roles().mask() == null || !pooled && composition.readsPicture(rest())) {
            return Optional.empty();
        }
        Map<Split, List<CachedFeed.Row>> rows = new EnumMap<>(Split.class);
        long bytes = 0;
        try (Progress.Work work = progress.start(candidate + ": features of frozen blocks", examples)) {
            for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
                List<CachedFeed.Row> kept = new ArrayList<>();
                try (Pass<MiniBatch> pass = source.evaluation(split)) {
                    while (pass.hasNext()) {
                        MiniBatch batch = pass.next();
                        List<CachedFeed.Row> encoded = rows(batch, text && !pooled);
                        bytes += encoded.stream().mapToLong(CachedFeed.Row::bytes).sum();
                        if (encoded.isEmpty() || bytes > mostBytes) {
                            return Optional.empty();
                        }
                        kept.addAll(encoded);
                        work.advance(batch.size());
                    }
                }
                rows.put(split, kept);
            }
        }
        return Optional.of(new CachedFeed(tensor, rows, batchSize, seed, false));
    }

    /** What follows the kept tensor, and gets no picture. */
    private Graph rest() {
        return Subgraph.of(Subgraph.without(composition.graph(), tensor), List.of(Evaluator.LOGITS));
    }

    /** Nothing when the feature's axis of tokens cannot be found. */
    private List<CachedFeed.Row> rows(MiniBatch batch, boolean tokens) {
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray feature = network.run(scope, batch.on(scope), List.of(tensor), Network.Mode.INFERENCE).get(tensor);
            float[] values = feature.toFloatArray();
            long[] shape = feature.getShape().getShape();
            int size = values.length / batch.size();
            int[] lengths = tokens ? lengths(batch) : null;
            if (tokens && (shape.length != 3 || shape[1] != batch.inputs().get(composition.roles().mask()).shape()[1])) {
                return List.of();
            }
            List<CachedFeed.Row> rows = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                long[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
                int used = size;
                Map<String, long[]> integers = new HashMap<>();
                if (lengths != null) {
                    used = size / (int) rowShape[0] * lengths[i];
                    rowShape[0] = lengths[i];
                    for (Map.Entry<String, HostTensor> input : batch.inputs().entrySet()) {
                        integers.put(input.getKey(), row(input.getValue(), i, lengths[i]));
                    }
                }
                float[] own = Arrays.copyOfRange(values, i * size, i * size + used);
                rows.add(new CachedFeed.Row(batch.ids().get(i), batch.labels()[i], rowShape, own, integers));
            }
            return rows;
        }
    }

    /** For each text the number of tokens up to the last one that the mask lets pass. */
    private int[] lengths(MiniBatch batch) {
        HostTensor mask = batch.inputs().get(composition.roles().mask());
        LongBuffer values = longs(mask);
        int padded = (int) mask.shape()[1];
        int[] lengths = new int[batch.size()];
        for (int i = 0; i < lengths.length; i++) {
            int length = padded;
            while (length > 1 && values.get(i * padded + length - 1) == 0) {
                length--;
            }
            lengths[i] = length;
        }
        return lengths;
    }

    private static long[] row(HostTensor tensor, int i, int length) {
        long[] row = new long[length];
        longs(tensor).get(i * (int) tensor.shape()[1], row);
        return row;
    }

    private static LongBuffer longs(HostTensor tensor) {
        return tensor.data().duplicate().order(tensor.data().order()).asLongBuffer();
    }
}
