package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import java.util.Map;

/**
 * Keys of an S3 service. Neither {@code toString} nor any message of this package shows them.
 *
 * @param sessionToken for temporary keys, else null
 * @param region the buckets' region; services other than AWS take any
 */
public record Credentials(String accessKey, String secretKey, String sessionToken, String region) {
    public static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    public static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    static final String DEFAULT_REGION = "us-east-1";

    public Credentials {
        region = region == null || region.isBlank() ? DEFAULT_REGION : region;
    }

    public Credentials(String accessKey, String secretKey) {
        this(accessKey, secretKey, null, null);
    }

    /**
     * From {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN} and {@code AWS_REGION} or
     * {@code AWS_DEFAULT_REGION}.
     *
     * @throws InvalidInputException naming the variable that is missing
     */
    public static Credentials fromEnvironment(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.get("AWS_DEFAULT_REGION"));
        return new Credentials(required(environment, ACCESS_KEY), required(environment, SECRET_KEY),
                environment.get("AWS_SESSION_TOKEN"), region);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new InvalidInputException(name, "is not set, but addresses that start with s3:// need it");
        }
        return value.strip();
    }

    @Override
    public String toString() {
        return "Credentials[hidden, region " + region + "]";
    }
}
