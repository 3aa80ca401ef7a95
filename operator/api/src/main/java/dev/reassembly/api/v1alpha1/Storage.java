package dev.reassembly.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Object storage; local runs take the address from the command line and credentials from the environment. */
public record Storage(
        @Size(max = 1024) @Pattern("^https?://.+") @JsonPropertyDescription("Address of the S3 service.") String endpoint,
        @Size(max = 63) @Pattern("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$") @JsonPropertyDescription("Bucket for the artifacts of steps.") String bucket,
        @Size(max = 512) @JsonPropertyDescription("Keys of artifacts start with this.") String prefix,
        @Default("us-east-1") @Size(max = 64) @JsonPropertyDescription("Region of the bucket.") String region,
        @Size(max = 253) @JsonPropertyDescription("Name of the Secret with the keys accessKey and secretKey.") String secretName) {}
