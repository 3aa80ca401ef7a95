package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One pre-trained network of the zoo. */
public record ZooModel(
        @Required @Size(max = 63) @Pattern("^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$")
        @JsonPropertyDescription("A short name, unique in the zoo.") String name,
        @Required @Size(max = 1024) @Pattern("^(s3|file)://.+")
        @JsonPropertyDescription("Address of the ONNX file; external data lies beside it.") String uri,
        @Pattern("^[0-9a-f]{64}$") @JsonPropertyDescription("Digest that the ONNX file must have.") String sha256,
        @Size(max = 128) @JsonPropertyDescription("SPDX expression of the network's licence; goes into the model card.")
        String licence,
        @Size(max = 1024) @JsonPropertyDescription("Where the network comes from; goes into the model card.") String source,
        @Size(max = 512)
        @JsonPropertyDescription("Name of the tensor at which the network's own head begins; found by itself when absent.")
        String features,
        @Required @JsonPropertyDescription("How raw data becomes this network's input.") Preprocessing preprocessing) {}
