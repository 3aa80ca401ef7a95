package dev.reassembly.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.reassembly.model.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime as the oracle: runs a model without its own graph optimisations and tells every output as doubles. */
final class Ort {
    record Value(long[] shape, double[] values) {}

    private Ort() {}

    static Map<String, Value> run(Path file, Map<String, Tensor> inputs) throws OrtException {
        try (OrtSession.SessionOptions options = options();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
            return run(session, inputs);
        }
    }

    static Map<String, Value> run(byte[] model, Map<String, Tensor> inputs) throws OrtException {
        try (OrtSession.SessionOptions options = options();
                OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
            return run(session, inputs);
        }
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
        options.setIntraOpNumThreads(1);
        return options;
    }

    private static Map<String, Value> run(OrtSession session, Map<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> bound = new HashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                bound.put(input.getKey(), tensor(input.getValue()));
            }
            Map<String, Value> values = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(bound)) {
                for (var entry : result) {
                    values.put(entry.getKey(), value((OnnxTensor) entry.getValue()));
                }
            }
            return values;
        } finally {
            bound.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer data = tensor.data();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        return switch (tensor.type()) {
            case FLOAT -> OnnxTensor.createTensor(environment, data.asFloatBuffer(), shape);
            case DOUBLE -> OnnxTensor.createTensor(environment, data.asDoubleBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, data.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, data.asIntBuffer(), shape);
            case BOOL -> OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.BOOL);
            case FLOAT16 -> OnnxTensor.createTensor(environment, data, shape, OnnxJavaType.FLOAT16);
            default -> throw new IllegalArgumentException("no input of type " + tensor.type());
        };
    }

    private static Value value(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        double[] values = new double[Math.toIntExact(info.getNumElements())];
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        var halves = info.type == OnnxJavaType.FLOAT16 ? tensor.getFloatBuffer() : null;
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (info.type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case INT64 -> bytes.getLong();
                case INT32 -> bytes.getInt();
                case BOOL, INT8, UINT8 -> bytes.get();
                case INT16 -> bytes.getShort();
                case FLOAT16 -> halves.get();
                default -> throw new IllegalArgumentException("no output of type " + info.type);
            };
        }
        return new Value(info.getShape(), values);
    }
}
