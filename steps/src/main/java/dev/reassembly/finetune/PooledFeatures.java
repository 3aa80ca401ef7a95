package dev.reassembly.finetune;

import dev.reassembly.data.Batch;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * One vector for each of the {@link FitExamples}, from a composed network: what its head would be given.
 *
 * @param values row-major [examples][channels]
 * @param labels class of each example
 */
public record PooledFeatures(float[] values, int channels, int[] labels) {
    /**
     * @param network its tensor is float [n, channels]
     * @param name what progress calls it
     */
    public static PooledFeatures of(Continuation network, String name, Progress progress) throws IOException {
        int[] labels = new int[network.examples().count()];
        float[] values = new float[0];
        int channels = 0;
        int done = 0;
        try (Pass<Batch> batches = network.batches(); Pass<Tensor> pass = network.pass();
                Progress.Work work = progress.start(name + ": features for the head", labels.length)) {
            while (done < labels.length) {
                Batch batch = batches.next();
                int kept = Math.min(batch.size(), labels.length - done);
                FloatBuffer rows = pass.next().data().asFloatBuffer();
                if (done == 0) {
                    channels = rows.remaining() / batch.size();
                    values = new float[Math.multiplyExact(labels.length, channels)];
                }
                rows.get(values, done * channels, kept * channels);
                System.arraycopy(batch.labels(), 0, labels, done, kept);
                done += kept;
                work.advance(kept);
            }
        }
        return new PooledFeatures(values, channels, labels);
    }
}
