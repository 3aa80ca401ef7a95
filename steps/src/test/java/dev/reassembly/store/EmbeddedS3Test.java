package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3Test {
    @Test
    void keepsItsContentOverARestartUnderNewKeys(@TempDir Path folder) throws IOException {
        String first;
        try (EmbeddedS3 server = EmbeddedS3.start(folder); Storage storage = server.storage()) {
            first = server.credentials().secretKey();
            storage.storeFor(Location.parse("x", server.bucket("demo"))).put("a/b", new byte[] {1, 2});
        }
        try (EmbeddedS3 server = EmbeddedS3.start(folder); Storage storage = server.storage()) {
            assertThat(server.credentials().secretKey()).isNotEqualTo(first).hasSizeGreaterThan(30);
            assertThat(server.endpoint()).startsWith("http://127.0.0.1:");
            assertThat(server.bucket("demo")).isEqualTo("s3://demo/");
            try (InputStream in = storage.open("s3://demo/a/b")) {
                assertThat(in.readAllBytes()).containsExactly(1, 2);
            }
        }
    }

    /** The service answers that something internal went wrong, whatever it was. */
    @Test
    void aFailureOnAFullDiskSaysSo(@TempDir Path folder) throws Exception {
        IOException failure = new IOException("cannot serve now.");
        assertThat(EmbeddedS3.explained(failure, folder, (700L << 20) + 5)).isInstanceOf(StepFailedException.class)
                .hasMessage("cannot serve now. The disk of " + folder + " has only 700 MiB left.").hasCause(failure);
        assertThat(EmbeddedS3.explained(failure, folder, 1L << 30)).isSameAs(failure);
        try (EmbeddedS3 server = EmbeddedS3.start(folder)) {
            assertThatThrownBy(() -> server.serve(() -> {
                throw failure;
            })).hasMessageStartingWith("cannot serve now.");
        }
    }
}
