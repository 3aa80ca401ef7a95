package dev.reassembly.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.reassembly.data.Batch;
import dev.reassembly.data.Example;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.probe.ModelProbe;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both sides of the rows about networks run the same network on the same examples; test/golden/small_network.py says where the figures are from. */
class NetworkSidesTest {
    private static final Path SMALL = Path.of("test/golden/small.onnx");

    @Test
    void theFirstStepHasTheLossThatItHasInPyTorch() {
        Subject subject = Subject.read(SMALL, "image", 8);
        assertThat(Training.train(subject, 12, 1, Progress.SILENT)).isCloseTo(2.30536985, within(1e-5));
    }

    @Test
    void theProbeHasTheFeaturesThatOnnxRuntimeHas() throws IOException {
        Subject subject = Subject.read(SMALL, "image", 8);
        ProbeResult probe = ModelProbe.run(subject.graph(), subject.chain(), subject.dataset(64, 1), subject.preprocessor(), 64, 64, Device.cpu(), 1,
                Progress.SILENT);
        float[] features = Arrays.copyOf(probe.features().get(probe.features().size() - 1), 8);
        float[] expected = {2.902999f, 0, 3.184388f, 0, 3.465776f, 0, 1.682434f, 0.000312f};
        for (int i = 0; i < 8; i++) {
            assertThat(features[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void textsAreThoseOfThePeers() {
        Subject text = new Subject(null, new Chain("text", new Chain.Inputs(null, "ids", "mask", "types"),
                List.of(), List.of()), 3);
        Batch batch = text.batch(List.of(example("a"), example("b")));
        assertThat(longs(batch, InputRole.IDS)).containsExactly(1000, 8919, 16838, 4757, 12676, 20595);
        assertThat(longs(batch, InputRole.MASK)).containsOnly(1);
        assertThat(longs(batch, InputRole.TYPES)).containsOnly(0);
        assertThat(batch.labels()).containsExactly(0, 1);
    }

    @Test
    void ratesLeaveTheWarmUpOutAndTakePiecesTogether() {
        long[] now = {0};
        Laps laps = new Laps(() -> now[0]);
        Progress.Work work = laps.start("measured", 0);
        for (long seconds : new long[] {100, 1, 3, 2, 6}) {
            now[0] += seconds * 1_000_000_000;
            work.advance(4);
        }
        Progress.Work other = laps.start("not measured", 0);
        other.advance(4);
        assertThat(laps.rates(2, 1, 2)).containsExactly(16 / 4.0, 16 / 8.0);
        assertThat(laps.rates(1, 3, 1)).containsExactly(4 / 2.0, 4 / 6.0);
        assertThat(laps.units()).containsExactly(4L, 4L, 4L, 4L, 4L);
    }

    private static Example example(String id) {
        return new Example(id, new Example.Text(""), 0);
    }

    private static long[] longs(Batch batch, InputRole role) {
        HostTensor tensor = batch.inputs().get(role);
        long[] values = new long[tensor.data().remaining() / Long.BYTES];
        tensor.data().duplicate().order(tensor.data().order()).asLongBuffer().get(values);
        return values;
    }
}
