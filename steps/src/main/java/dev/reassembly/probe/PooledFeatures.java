package dev.reassembly.probe;

import ai.djl.ndarray.NDManager;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Example;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.run.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One vector a probe sample, from a composed network.
 *
 * @param values row-major [samples][channels]
 * @param labels class of each sample
 */
public record PooledFeatures(float[] values, int channels, int[] labels) {
    private static final int BATCH = 16;

    /**
     * Runs the same examples through a network, in the same order, that {@link ModelProbe} runs through the zoo's.
     *
     * @param tensor its name in the network's graph, float [n, channels]
     * @param roles which graph input plays which role
     * @param samples how many examples; all training examples when there are fewer
     */
    public static PooledFeatures of(Network network, String tensor, Chain.Inputs roles, Dataset dataset, Preprocessor preprocessor, int samples,
            long seed) throws IOException {
        int count = ProbeSet.size(dataset, samples);
        List<float[]> rows = new ArrayList<>();
        int[] labels = new int[count];
        int done = 0;
        try (ProbeSet examples = ProbeSet.open(dataset, count, seed)) {
            while (examples.hasNext()) {
                List<Example> drawn = new ArrayList<>();
                while (drawn.size() < BATCH && examples.hasNext()) {
                    drawn.add(examples.next());
                }
                Batch batch = preprocessor.encode(drawn);
                try (NDManager scope = network.manager().newSubManager()) {
                    rows.add(network.run(scope, ModelInputs.of(scope, batch, roles, "candidate"), List.of(tensor), Network.Mode.INFERENCE)
                            .get(tensor).toFloatArray());
                }
                for (Example example : drawn) {
                    labels[done++] = example.label();
                }
            }
        }
        int channels = rows.stream().mapToInt(row -> row.length).sum() / Math.max(1, count);
        float[] values = new float[count * channels];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, values, at, row.length);
            at += row.length;
        }
        return new PooledFeatures(values, channels, labels);
    }
}
