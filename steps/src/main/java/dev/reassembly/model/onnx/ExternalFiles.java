package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.failure.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files beside a model that hold its weights, so that a caller can bring them before the model is read. */
public final class ExternalFiles {
    /** Exporters write one file, or at most one a tensor. */
    private static final int MOST = 10_000;

    private ExternalFiles() {}

    /** @return locations relative to the model's folder, sorted, as the model states them but for a leading {@code ./}; not checked */
    public static List<String> of(Path file, String subject) {
        ModelProto model = ModelFile.parse(file, subject);
        SortedSet<String> locations = new TreeSet<>();
        Stream<TensorProto> constants = model.getGraph().getNodeList().stream().flatMap(node -> node.getAttributeList().stream())
                .flatMap(attribute -> Stream.concat(attribute.hasT() ? Stream.of(attribute.getT()) : Stream.empty(), attribute.getTensorsList().stream()));
        Stream.concat(model.getGraph().getInitializerList().stream(), constants)
                .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                .flatMap(tensor -> tensor.getExternalDataList().stream()).filter(entry -> entry.getKey().equals("location"))
                .map(StringStringEntryProto::getValue)
                .map(location -> location.replaceFirst("^(\\./)+", "")).forEach(locations::add);
        if (locations.size() > MOST) {
            throw new InvalidInputException(subject, "has weights in " + locations.size() + " files, allowed are at most " + MOST);
        }
        return List.copyOf(locations);
    }
}
