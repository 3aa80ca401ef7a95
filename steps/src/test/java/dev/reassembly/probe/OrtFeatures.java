package dev.reassembly.probe;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.reassembly.data.Batch;
import dev.reassembly.data.InputRole;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.graph.ElementType;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.ValueInfo;
import dev.reassembly.model.onnx.OnnxWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pooled features of a text encoder as ONNX Runtime and plain loops give them. */
final class OrtFeatures {
    private OrtFeatures() {}

    /** For each cut but cut 0, [batch][channels] row-major. */
    static List<double[]> of(Graph graph, Chain chain, Batch batch) throws OrtException {
        List<String> wanted = chain.cuts().stream().skip(1).map(Cut::tensor).toList();
        Graph open = new Graph(graph.name(), graph.inputs(),
                wanted.stream().map(name -> new ValueInfo(name, ElementType.FLOAT, List.of(-1L, -1L, 384L))).toList(),
                graph.nodes(), graph.initializers());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        Map<InputRole, String> names = Map.of(InputRole.IDS, chain.inputs().ids(), InputRole.MASK, chain.inputs().mask(),
                InputRole.TYPES, chain.inputs().types());
        for (var input : names.entrySet()) {
            var tensor = batch.inputs().get(input.getKey());
            inputs.put(input.getValue(), OnnxTensor.createTensor(environment,
                    tensor.data().duplicate().order(tensor.data().order()).asLongBuffer(), tensor.shape()));
        }
        List<double[]> pooled = new ArrayList<>();
        try (OrtSession session = environment.createSession(OnnxWriter.toBytes(open));
                OrtSession.Result result = session.run(inputs)) {
            long[][] mask = (long[][]) inputs.get(chain.inputs().mask()).getValue();
            for (String name : wanted) {
                pooled.add(mean((float[][][]) result.get(name).orElseThrow().getValue(), mask));
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
        return pooled;
    }

    private static double[] mean(float[][][] values, long[][] mask) {
        int channels = values[0][0].length;
        double[] mean = new double[values.length * channels];
        for (int i = 0; i < values.length; i++) {
            int count = 0;
            for (int t = 0; t < mask[i].length; t++) {
                if (mask[i][t] == 1) {
                    count++;
                    for (int c = 0; c < channels; c++) {
                        mean[i * channels + c] += values[i][t][c];
                    }
                }
            }
            for (int c = 0; c < channels; c++) {
                mean[i * channels + c] /= count;
            }
        }
        return mean;
    }
}
