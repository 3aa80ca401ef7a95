package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;

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
}
