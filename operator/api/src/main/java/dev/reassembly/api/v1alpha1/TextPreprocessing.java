package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Tokenisation of one network's text input. */
public record TextPreprocessing(
        @Required @Size(max = 1024) @Pattern("^(s3|file)://.+")
        @JsonPropertyDescription("Address of the tokenizer in the Hugging Face tokenizers JSON format.") String tokenizer,
        @Default("128") @Min(8) @Max(4096) @JsonPropertyDescription("Longer texts are cut to this many tokens; FLOPs and latency are stated at this length.")
        Integer maxLength) {}
