package dev.reassembly.cluster.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reassembly.e2e.Workbench;
import java.nio.file.Files;
import java.util.List;

/**
 * What a run came to, wherever it ran.
 *
 * @param result what {@code result.json} says
 * @param partition the equivalence sets that it was made from
 */
record Delivered(JsonNode result, JsonNode partition) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads one file by its key. */
    private interface Objects {
        byte[] read(String key) throws Exception;
    }

    /** @param store prefix of the run's results in the bucket */
    static Delivered by(Reassembly run, String store) throws Exception {
        Bucket bucket = run.in().bucket;
        return of(name -> bucket.get("out/" + run.name() + "/" + name), key -> bucket.get(store + "/" + key));
    }

    static Delivered here(Workbench bench) throws Exception {
        return of(name -> Files.readAllBytes(bench.folder.resolve("out").resolve(name)),
                key -> Files.readAllBytes(bench.folder.resolve("store").resolve(key)));
    }

    private static Delivered of(Objects out, Objects store) throws Exception {
        JsonNode provenance = JSON.readTree(out.read("provenance.json"));
        String partition = "steps/partition/" + provenance.at("/steps/partition").asText() + "/";
        String attempt = JSON.readTree(store.read(partition + "manifest.json")).path("attempt").asText();
        return new Delivered(JSON.readTree(out.read("result.json")), JSON.readTree(store.read(partition + attempt + "/partition.json")));
    }

    /** The blocks that the network is made of. */
    JsonNode assembly() {
        return result.path("assembly");
    }

    /** Everything that {@code result.json} says but names, addresses, measured latencies and the digest of the weights. */
    JsonNode table() {
        ObjectNode table = result.deepCopy();
        table.remove("name");
        ((ObjectNode) table.path("model")).remove(List.of("uri", "sha256", "latencyMs"));
        table.path("parents").forEach(parent -> ((ObjectNode) parent).remove("latencyMs"));
        return table;
    }
}
