package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Commands as a workflow's pods call them, each with a scratch folder of its own, and what they leave in the step store. */
final class Pods {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path folder;
    private int count;

    /** @param folder of the scratch folders and of what the pods write for the workflow */
    Pods(Path folder) {
        this.folder = folder;
    }

    Workbench.Ended run(Workbench bench, String command, String... more) {
        List<String> arguments = new ArrayList<>(bench.arguments(command));
        arguments.set(arguments.indexOf("--scratch") + 1, folder + "/scratch-" + ++count);
        arguments.addAll(Arrays.asList(more));
        Workbench.Ended ended = Workbench.execute(arguments.toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended;
    }

    /** What a command wrote with {@code --tasks-to}. */
    List<String> names(String file) throws IOException {
        List<String> names = new ArrayList<>();
        JSON.readTree(folder.resolve(file).toFile()).forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Digests of all trained networks of a workbench's store. */
    static Set<String> networks(Workbench bench) throws Exception {
        Set<String> networks = new TreeSet<>();
        for (Path file : Refusal.files(bench.folder.resolve("store/steps/finetune"))) {
            if (file.endsWith("network.onnx")) {
                networks.add(Sha256.of(file));
            }
        }
        return networks;
    }

    /** One output of all results of a step, by whom the step was about. */
    static Map<String, JsonNode> outputs(Workbench bench, String step, String name) throws IOException {
        Map<String, JsonNode> outputs = new LinkedHashMap<>();
        for (Path file : Refusal.files(bench.folder.resolve("store/steps/" + step))) {
            if (file.endsWith("manifest.json")) {
                JsonNode manifest = JSON.readTree(file.toFile());
                Path output = file.resolveSibling(manifest.get("attempt").asText()).resolve(name);
                assertThat(outputs.put(manifest.get("subject").asText(), JSON.readTree(output.toFile()))).as("one result a subject").isNull();
            }
        }
        return outputs;
    }
}
