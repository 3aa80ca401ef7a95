package dev.reassembly.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a step's result depends on, and nothing else. Equal keys mean equal results, so a result is computed once.
 *
 * @param step name of the step, such as {@code probe}; a part of the path
 * @param version changes whenever the step's code would give another result for the same inputs
 * @param subject whom this run of the step is about, such as the model's name; it is for messages and to find the nearest
 *     earlier run, and is not part of the hash: what a result's content depends on belongs into the parameters
 * @param parameters what the user or the plan set, as JSON
 * @param inputs SHA-256 of every input by the input's name
 */
public record StepKey(String step, String version, String subject, JsonNode parameters, SortedMap<String, String> inputs) {
    private static final Pattern STEP = Pattern.compile("[a-z][a-z0-9-]{0,40}");

    public StepKey {
        if (!STEP.matcher(step).matches()) {
            throw new IllegalArgumentException("'" + step + "' is no name of a step");
        }
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /** @param parameters anything Jackson can write, such as a record of the specification */
    public static StepKey of(String step, String version, String subject, Object parameters, Map<String, String> inputs) {
        return new StepKey(step, version, subject, CanonicalJson.tree(parameters), new TreeMap<>(inputs));
    }

    /** SHA-256 of the canonical JSON of step, version, parameters and inputs. */
    public String hash() {
        return Digests.sha256(CanonicalJson.of(Map.of("step", step, "version", version, "parameters", parameters,
                "inputs", inputs)));
    }

    /** The hash's first digits, for people. */
    public String shortHash() {
        return hash().substring(0, 12);
    }

    /** {@code probe minilm}. */
    public String title() {
        return subject == null || subject.isEmpty() ? step : step + " " + subject;
    }
}
