package dev.reassembly.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors survive the way to a device and back; devices are found by name. */
class TensorsTest {
    private static Tensor there(Tensor tensor) {
        try (NDManager manager = Engine.getEngine(Devices.ENGINE).newBaseManager(Device.cpu())) {
            NDArray array = Tensors.toDevice(manager, tensor);
            assertThat(manager.getManagedArrays()).hasSize(1);
            Tensor back = Tensors.toHost(array);
            assertThat(manager.getManagedArrays()).hasSize(1);
            assertThat(back.data().isDirect()).isTrue();
            return back;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void integersAndFloatsStay() {
        Tensor longs = Tensor.ofLongs(List.of(2L, 1L), Long.MAX_VALUE, -1);
        Tensor floats = Tensor.ofFloats(List.of(), Float.MIN_VALUE);
        Tensor empty = Tensor.ofFloats(List.of(0L, 3L));
        assertThat(List.of(there(longs), there(floats), there(empty))).containsExactly(longs, floats, empty);
    }

    @Test
    void transposedTensorsArriveInTheirOrder() {
        try (NDManager manager = Engine.getEngine(Devices.ENGINE).newBaseManager(Device.cpu())) {
            NDArray turned = Tensors.toDevice(manager, Tensor.ofLongs(List.of(2L, 2L), 1, 2, 3, 4)).transpose();
            assertThat(Tensors.toHost(turned)).isEqualTo(Tensor.ofLongs(List.of(2L, 2L), 1, 3, 2, 4));
        }
    }

    /** A copy: closing or changing the tensor on the device leaves the host's alone. */
    @Test
    void theHostKeepsItsOwnMemory() {
        Tensor source = Tensor.ofFloats(List.of(3L), 1, 2, 3);
        try (NDManager manager = Engine.getEngine(Devices.ENGINE).newBaseManager(Device.cpu())) {
            NDArray array = Tensors.toDevice(manager, source);
            Tensor before = Tensors.toHost(array);
            array.addi(5);
            assertThat(List.of(source, before)).containsOnly(Tensor.ofFloats(List.of(3L), 1, 2, 3));
        }
    }

    /** Bit patterns from the definition of IEEE 754 binary16. */
    @ParameterizedTest
    @CsvSource({"0x3c00,1", "0xc000,-2", "0x7bff,65504", "0x0001,5.9604645e-8", "0x83ff,-6.097555e-5", "0x0400,6.1035156e-5",
        "0x7c00,Infinity", "0xfc00,-Infinity", "0x7e00,NaN", "0x8000,-0.0", "0x3555,0.33325195"})
    void halfPrecisionIsExact(String bits, float value) {
        ByteBuffer data = buffer(2).putShort((short) (int) Integer.decode(bits)).rewind();
        Tensor found = there(new Tensor(ElementType.FLOAT16, List.of(1L), data));
        assertThat(found).isEqualTo(Tensor.ofFloats(List.of(1L), value));
    }

    @Test
    void narrowAndWideTypesChangeToWhatTheEngineHas() {
        assertThat(there(new Tensor(ElementType.BFLOAT16, List.of(1L), buffer(2).putShort((short) 0xbfc0).rewind())))
                .isEqualTo(Tensor.ofFloats(List.of(1L), -1.5f));
        assertThat(there(new Tensor(ElementType.DOUBLE, List.of(1L), buffer(8).putDouble(0.1).rewind())))
                .isEqualTo(Tensor.ofFloats(List.of(1L), 0.1f));
        assertThat(there(new Tensor(ElementType.UINT32, List.of(1L), buffer(4).putInt(-1).rewind())))
                .isEqualTo(Tensor.ofLongs(List.of(1L), 0xffffffffL));
        assertThat(there(new Tensor(ElementType.UINT16, List.of(1L), buffer(2).putShort((short) -1).rewind())).data().getInt())
                .isEqualTo(65535);
        assertThat(there(new Tensor(ElementType.INT16, List.of(1L), buffer(2).putShort((short) -7).rewind())).data().getInt())
                .isEqualTo(-7);
        Tensor large = new Tensor(ElementType.UINT64, List.of(1L), buffer(8));
        assertThatThrownBy(() -> there(large)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("UINT64");
    }

    @Test
    void devicesAreFoundByName() {
        int gpus = Engine.getEngine(Devices.ENGINE).getGpuCount();
        assertThat(Devices.parse("cpu")).isEqualTo(Device.cpu());
        assertThat(Devices.parse("auto")).isEqualTo(gpus > 0 ? Device.gpu(0) : Device.cpu());
        assertThatThrownBy(() -> Devices.parse("cuda:" + gpus)).isInstanceOf(InvalidInputException.class)
                .hasMessage("--device: cuda:%d is not there; the engine sees %d CUDA devices", gpus, gpus);
        for (String wrong : List.of("gpu", "cuda", "cuda:-1", "CPU", "")) {
            assertThatThrownBy(() -> Devices.parse(wrong)).isInstanceOf(InvalidInputException.class)
                    .hasMessage("--device: '%s' is not a device; allowed are auto, cpu and cuda:N", wrong);
        }
    }
}
