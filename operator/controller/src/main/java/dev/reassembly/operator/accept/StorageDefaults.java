package dev.reassembly.operator.accept;

import dev.reassembly.api.v1alpha1.Storage;
import dev.reassembly.operator.OperatorSettings;

/** The operator's storage, for what a spec leaves out. */
public record StorageDefaults(Storage storage) {

    public static StorageDefaults of(OperatorSettings.Storage settings) {
        return new StorageDefaults(new Storage(settings.endpoint().orElse(null), settings.bucket().orElse(null), settings.prefix().orElse(null),
                settings.region().orElse(null), settings.secretName().orElse(null)));
    }

    /**
     * @param given the spec's storage, or null
     * @return the spec's fields where it has them; the Secret's default only goes with the default endpoint, so that credentials
     *     are never sent to an address of the user's choice
     */
    Storage complete(Storage given) {
        if (given == null) {
            return storage;
        }
        boolean own = given.endpoint() != null && !given.endpoint().equals(storage.endpoint());
        return new Storage(first(given.endpoint(), storage.endpoint()), first(given.bucket(), storage.bucket()),
                first(given.prefix(), storage.prefix()), first(given.region(), storage.region()),
                first(given.secretName(), own ? null : storage.secretName()));
    }

    private static String first(String given, String otherwise) {
        return given != null ? given : otherwise;
    }
}
