package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs leave nothing behind. One makes about 1 MB of intermediates, so that a leak shows as 250 MB. */
class MemoryTest {
    private static final int RUNS = 200;
    private static final long ALLOWED_BYTES = 60L << 20;

    @Test
    void runsLeaveNothingBehind() throws Exception {
        try (Network network = NetworkLoader.load(Nets.convolutional(4, 64), Device.cpu())) {
            network.setTrainable(List.of("conv.weight", "fc.weight"));
            network.setMovingStatistics(network.batchNormalisations());
            for (int i = 0; i < 10; i++) {
                infer(network);
                train(network);
            }
            int arrays = network.manager().getManagedArrays().size();
            String before = network.manager().toString();
            long resident = resident();
            for (int i = 0; i < RUNS; i++) {
                train(network);
                if (i % 4 == 0) {
                    infer(network);
                }
            }
            assertThat(network.manager().getManagedArrays()).hasSize(arrays);
            assertThat(network.manager()).hasToString(before);
            assertThat(resident() - resident).isLessThan(ALLOWED_BYTES);
        }
    }

    /** A scope of the caller's neither closes what a run returns nor keeps what it makes. */
    @Test
    void anOuterScopeSeesNothingOfARun() {
        try (Network network = NetworkLoader.load(Nets.convolutional(4, 6), Device.cpu());
                NDManager inputs = network.manager().newSubManager()) {
            NDArray x = inputs.ones(new Shape(1, 4, 6, 6));
            NDArray y;
            try (NDScope outer = new NDScope()) {
                outer.suppressNotUsedWarning();
                y = network.run(inputs, Map.of("x", x), List.of("y"), Network.Mode.INFERENCE).get("y");
            }
            assertThat(y.isReleased()).isFalse();
            assertThat(inputs.getManagedArrays()).hasSize(2);
        }
    }

    private static void infer(Network network) {
        try (NDManager scope = network.manager().newSubManager()) {
            NDArray x = scope.ones(new Shape(4, 4, 64, 64));
            network.run(scope, Map.of("x", x), List.of("y"), Network.Mode.INFERENCE);
            assertThat(scope.getManagedArrays()).hasSize(2);
        }
    }

    private static void train(Network network) {
        try (NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getEngine(Devices.ENGINE).newGradientCollector()) {
            NDArray x = scope.ones(new Shape(4, 4, 64, 64));
            NDArray y = network.run(scope, Map.of("x", x), List.of("y"), Network.Mode.TRAINING).get("y");
            collector.backward(y.sum());
            for (String name : List.of("conv.weight", "fc.weight")) {
                network.gradient(name).get().close();
            }
            network.forgetGradients();
        }
    }

    private static long resident() throws Exception {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }
}
