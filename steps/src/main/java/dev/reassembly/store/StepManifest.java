package dev.reassembly.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What was computed from what; written last, so where it is present the step is done.
 *
 * @param outputs in the order of their names
 * @param seconds how long the step took
 * @param created when it was done, ISO 8601 in UTC
 * @param attempt the sub-folder that its outputs lie in; null for the step's folder itself
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StepManifest(String step, String version, String subject, JsonNode parameters, SortedMap<String, String> inputs,
        List<Output> outputs, double seconds, String created,
        String attempt) {

    /** One output: its name below the step's folder, its size and its SHA-256. */
    public record Output(String name, long bytes, String sha256) {}

    public StepManifest {
        outputs = outputs.stream().sorted(Comparator.comparing(Output::name)).toList();
    }

    /** Digest of the outputs' names and digests: equal outputs give equal keys to the steps that follow. */
    public String digest() {
        return Digests.sha256(outputs.stream().map(o -> o.sha256() + "  " + o.name() + "\n").collect(Collectors.joining()));
    }

    public Optional<Output> output(String name) {
        return outputs.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    StepKey key() {
        return new StepKey(step, version, subject, parameters, inputs);
    }
}
