package dev.reassembly.assembly;

import dev.reassembly.data.Batch;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Node;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Networks small enough to be computed by hand. */
final class ProxyNets {
    static final Chain.Inputs ROLES = new Chain.Inputs("x", null, null, null);

    private ProxyNets() {}

    static Graph graph(long width, List<Node> nodes, Map<String, Tensor> weights) {
        return new Graph("tiny", List.of(new ValueInfo("x", ElementType.FLOAT, List.of(-1L, width))),
                List.of(new ValueInfo("logits", ElementType.FLOAT, List.of(-1L, -1L))), nodes, weights);
    }

    static Batch batch(float[][] rows, int... labels) {
        ByteBuffer data = ByteBuffer.allocateDirect(4 * rows.length * rows[0].length).order(ByteOrder.nativeOrder());
        for (float[] row : rows) {
            for (float value : row) {
                data.putFloat(value);
            }
        }
        data.rewind();
        long[] shape = {rows.length, rows[0].length};
        return new Batch(Map.of(InputRole.IMAGE, new HostTensor(HostTensor.Type.FLOAT, shape, data)), labels, Arrays.stream(labels).mapToObj(Integer::toString).toList());
    }
}
