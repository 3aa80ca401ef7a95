package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import org.junit.jupiter.api.Test;

class HostTensorsTest {
    @Test
    void refusesABatchThatNoBufferHolds() {
        assertThatThrownBy(() -> HostTensors.allocate(HostTensor.Type.FLOAT, 4096, 3, 1024, 1024)).isInstanceOf(InvalidInputException.class)
                .hasMessage("a batch: of 4096 examples would take 51539607552 bytes, allowed are at most 2147483647; lower"
                        + " spec.fineTuning.batchSize, or what spec.zoo[].preprocessing asks for");
        assertThat(HostTensors.allocate(HostTensor.Type.INT64, 2, 3).capacity()).isEqualTo(48);
    }
}
