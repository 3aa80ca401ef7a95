package dev.reassembly.performance;

import ai.djl.Device;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.probe.ModelProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Examples a second of the probe: forward passes, pooled features of all cuts, and their Grams. The latencies it measures at its end are left out. */
public final class Extraction {
    private static final int MINIBATCH = 64;

    private Extraction() {}

    /** @param arguments a model's file, {@code image} or {@code text}, pixels or tokens, examples that go forward together, and minibatches to measure */
    public static void main(String[] arguments) throws IOException {
        Subject subject = Subject.read(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
        int forward = Integer.parseInt(arguments[3]);
        int examples = MINIBATCH * (Integer.parseInt(arguments[4]) + 2);
        Laps laps = new Laps();
        ModelProbe.run(subject.graph(), subject.chain(), subject.dataset(examples, 1), subject.preprocessor(), examples, MINIBATCH, Device.cpu(), 1, laps);
        if (laps.units().stream().anyMatch(units -> units != forward)) {
            throw new InvalidInputException("examples that go forward together", "found " + forward + "; the probe takes " + laps.units().get(0));
        }
        int together = MINIBATCH / forward;
        Timing.print(Map.of("examples_per_second", laps.rates(1, 2 * together, together),
                PeakMemory.FIGURE, List.of(laps.peak())));
    }
}
