package dev.reassembly.publish;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.reassembly.data.Batch;
import dev.reassembly.data.InputRole;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.onnxruntime.OrtSessions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file opened in ONNX Runtime on the CPU: the runtime that had no part in making the network, in which it is
 * verified. Runs may come from several threads; closing frees the native session.
 */
public final class OrtModel implements AutoCloseable {
    private final String subject;
    private final OrtSession session;
    private final List<String> outputs;
    private final Map<InputRole, String> names;
    private final Map<String, OnnxJavaType> types = new HashMap<>();

    private OrtModel(String subject, OrtSession session, Map<InputRole, String> names) {
        this.subject = subject;
        this.session = session;
        this.outputs = List.copyOf(session.getOutputNames());
        this.names = names;
    }

    /** An output of a run: row-major values of the given shape. */
    public record Output(long[] shape, float[] values) {}

    /**
     * @param threads how many threads one run uses
     * @param roles which graph input plays which role
     * @param subject what errors name
     * @throws InvalidInputException when ONNX Runtime cannot load the file, or roles and graph inputs do not match
     */
    public static OrtModel open(Path file, int threads, Chain.Inputs roles, String subject) {
        Map<InputRole, String> names = new LinkedHashMap<>();
        names.put(InputRole.IMAGE, roles.image());
        names.put(InputRole.IDS, roles.ids());
        names.put(InputRole.MASK, roles.mask());
        names.put(InputRole.TYPES, roles.types());
        names.values().removeIf(name -> name == null);
        OrtSession session;
        try {
            session = OrtSessions.open(file, threads);
        } catch (OrtException e) {
            throw new InvalidInputException(subject, "ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
        OrtModel model = new OrtModel(subject, session, names);
        try {
            model.checkInputs();
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void checkInputs() {
        if (!session.getInputNames().equals(Set.copyOf(names.values()))) {
            throw new InvalidInputException(subject, "the network has the inputs " + session.getInputNames()
                    + ", but roles are known for " + names.values());
        }
        try {
            for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
                if (!(input.getValue().getInfo() instanceof TensorInfo tensor)) {
                    throw new InvalidInputException(subject, "its input " + input.getKey() + " is not a tensor");
                }
                types.put(input.getKey(), tensor.type);
            }
        } catch (OrtException e) {
            throw new StepFailedException(subject + ": ONNX Runtime does not tell the inputs' types: " + e.getMessage(), e);
        }
    }

    /** Names of all outputs, in the file's order. */
    public List<String> outputs() {
        return outputs;
    }

    /**
     * The logits of a batch, [n][classes]: the output {@code logits}, or the only output whatever its name.
     *
     * @throws InvalidInputException when the network has no such output of that shape, or the batch lacks an input
     */
    public float[][] logits(Batch batch) {
        String name = outputs.size() == 1 ? outputs.get(0) : "logits";
        if (!outputs.contains(name)) {
            throw new InvalidInputException(subject, "the network has no output 'logits' but " + outputs);
        }
        Output output = run(batch, Set.of(name)).get(name);
        if (output.shape().length != 2 || output.shape()[0] != batch.size()) {
            throw new InvalidInputException(subject, "its output " + name + " has the shape " + Arrays.toString(output.shape())
                    + " for a batch of " + batch.size() + "; [n, classes] is needed");
        }
        int classes = (int) output.shape()[1];
        float[][] logits = new float[batch.size()][classes];
        for (int i = 0; i < logits.length; i++) {
            System.arraycopy(output.values(), i * classes, logits[i], 0, classes);
        }
        return logits;
    }

    /**
     * Runs a batch and reads float outputs.
     *
     * @param wanted names of outputs
     * @throws InvalidInputException when the batch lacks an input or an output is not of floats
     * @throws StepFailedException when ONNX Runtime fails
     */
    public Map<String, Output> run(Batch batch, Set<String> wanted) {
        try (OrtInputs inputs = new OrtInputs(subject)) {
            names.forEach((role, name) -> inputs.bind(name, types.get(name), role, batch));
            Map<String, Output> values = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(inputs.tensors(), wanted)) {
                for (Map.Entry<String, OnnxValue> entry : result) {
                    values.put(entry.getKey(), output(entry.getKey(), entry.getValue()));
                }
            }
            return values;
        } catch (OrtException e) {
            throw new StepFailedException(subject + ": ONNX Runtime failed on a batch of " + batch.size() + ": "
                    + e.getMessage(), e);
        }
    }

    private Output output(String name, OnnxValue value) {
        if (value instanceof OnnxTensor tensor && tensor.getInfo().type == OnnxJavaType.FLOAT) {
            float[] values = new float[tensor.getFloatBuffer().remaining()];
            tensor.getFloatBuffer().get(values);
            return new Output(tensor.getInfo().getShape(), values);
        }
        throw new InvalidInputException(subject, "its output " + name + " is not a tensor of floats");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new StepFailedException(subject + ": ONNX Runtime cannot close the session: " + e.getMessage(), e);
        }
    }
}
