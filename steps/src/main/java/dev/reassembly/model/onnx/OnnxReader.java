package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Graph;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads ONNX files of operator sets 7 to 28 as graphs in the semantics of {@link Graph#OPSET}.
 *
 * <p>Nodes come topologically sorted and with unique names; {@code Constant} nodes become initializers; {@code Identity} and
 * inference {@code Dropout} are removed (see {@link PassThrough}). Inputs that are initializers too are dropped from the
 * inputs. Weights keep the element type of the file.
 *
 * <p>Memory: the file is mapped, and inline weights are copied once to direct buffers, so reading takes at most twice the
 * file's size, of which half is page cache that the system may reclaim. External data stays mapped read-only and must
 * not change while the graph is used. Integer weights in variable-length protobuf fields (no exporter writes large ones so)
 * take up to 16 bytes of memory for each byte of the file.
 */
public final class OnnxReader {
    static final int OLDEST = 7;
    static final int NEWEST = 28;

    private OnnxReader() {}

    /**
     * @param file an ONNX file on the local disk, its external data beside it
     * @param subject what errors name, for example {@code spec.zoo[1].uri s3://zoo/a.onnx}
     * @throws InvalidInputException when the file is no ONNX model, is damaged, or holds what is not supported: another
     *     operator set or domain, subgraphs, functions, strings, sparse tensors
     */
    public static Graph read(Path file, String subject) {
        ModelProto model = ModelFile.parse(file, subject);
        Map<String, Long> opsets = opsets(model, subject);
        Draft draft = new GraphReader(file, subject, opsets, model.getGraph().getName()).read(model);
        TopologicalOrder.sort(draft);
        Set<String> read = draft.readTensors();
        PassThrough.remove(draft);
        OpsetUpgrade.apply(draft);
        draft.dropUnread(read);
        return draft.toGraph();
    }

    private static Map<String, Long> opsets(ModelProto model, String subject) {
        Map<String, Long> opsets = new HashMap<>();
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            opsets.put(NodeReader.standard(set.getDomain()), set.getVersion());
        }
        if (model.getGraph().getNodeList().stream().anyMatch(node -> !NodeReader.standard(node.getDomain()).isEmpty())) {
            opsets.putIfAbsent("", (long) NEWEST); // Such a node is refused, by its name.
        }
        Long version = opsets.get("");
        if (version == null) {
            throw new InvalidInputException(subject, "does not tell its version of the standard operator set; " + OLDEST + " to "
                    + NEWEST + " are supported");
        }
        if (version < OLDEST || version > NEWEST) {
            throw new InvalidInputException(subject, "uses operator set " + version + "; " + OLDEST + " to " + NEWEST
                    + " are supported");
        }
        return opsets;
    }
}
