package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told when the object storage refuses, is missing or breaks off. */
class StorageFailureTest {
    private static final Retries QUICK = new Retries(3, Duration.ofMillis(2), Duration.ofMillis(4));
    @TempDir
    static Path folder;
    private static EmbeddedS3 server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedS3.start(folder.resolve("s3"));
        server.bucket("there");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void namesTheBucketThatIsMissing() {
        try (Storage storage = server.storage()) {
            for (ThrowingCallable call : calls(storage, "s3://not-there/a/b")) {
                assertThatThrownBy(call).isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("s3://not-there/").hasMessageContaining("no bucket")
                        .hasMessageContaining(server.endpoint()).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void namesTheAccessKeyThatIsUnknown() {
        Credentials wrong = new Credentials("someone", server.credentials().secretKey());
        try (Storage storage = new Storage(server.endpoint(), wrong, QUICK)) {
            for (ThrowingCallable call : calls(storage, "s3://there/a/b")) {
                assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageStartingWith("AWS_ACCESS_KEY_ID: ")
                        .hasMessageNotContaining(wrong.secretKey());
            }
        }
    }

    @Test
    void namesTheSecretKeyThatIsWrongWithoutShowingIt() {
        Credentials wrong = new Credentials(server.credentials().accessKey(), "hunter2hunter2");
        try (Storage storage = new Storage(server.endpoint(), wrong, QUICK)) {
            for (ThrowingCallable call : calls(storage, "s3://there/a/b")) {
                assertThatThrownBy(call).isInstanceOf(InvalidInputException.class)
                        .hasMessageStartingWith("AWS_SECRET_ACCESS_KEY: ").hasMessageNotContaining("hunter2");
            }
        }
        assertThat(wrong.toString()).doesNotContain("hunter2").doesNotContain(wrong.accessKey());
    }

    @Test
    void namesTheAddressThatNobodyListensAt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String address = "http://127.0.0.1:" + port;
        try (Storage storage = new Storage(address, server.credentials(), QUICK)) {
            for (ThrowingCallable call : calls(storage, "s3://there/a/b")) {
                assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageStartingWith(address + ": ")
                        .hasMessageContaining("no S3 service can be reached");
            }
        }
    }

    @Test
    void namesTheHostThatDoesNotExist() {
        try (Storage storage = new Storage("http://no-such-host.invalid", server.credentials(), QUICK)) {
            assertThatThrownBy(() -> storage.list("s3://there/")).isInstanceOf(IOException.class)
                    .hasMessageContaining("http://no-such-host.invalid");
        }
    }

    @Test
    void saysThatAWebServerIsNoS3Service() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes();
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        web.start();
        try (Storage storage = new Storage("http://127.0.0.1:" + web.getAddress().getPort(), server.credentials(), QUICK)) {
            assertThatThrownBy(() -> storage.list("s3://there/")).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not as an S3 service");
        } finally {
            web.stop(0);
        }
    }

    @Test
    void triesAgainWhenTheServiceIsBusyAndGivesUpAsAFailure() throws IOException {
        AtomicInteger busy = new AtomicInteger(2);
        try (FlakyProxy proxy = FlakyProxy.before(server.endpoint(), busy);
                Storage storage = new Storage(proxy.endpoint(), server.credentials(), QUICK)) {
            storage.storeFor(Location.parse("x", "s3://there/")).put("busy", new byte[] {1, 2});
            assertThat(busy).hasValue(0);
            busy.set(1000);
            assertThatThrownBy(() -> storage.stat("s3://there/busy")).isInstanceOf(IOException.class)
                    .hasMessageContaining("status 503");
            assertThat(busy).as("three attempts").hasValue(997);
        }
    }

    /** Two parts are under way at a time; the third is refused. */
    @Test
    void anUploadInPartsIsRepeatedOrFailsAsAWhole() throws IOException {
        byte[] content = ObjectStoreContract.random((int) (3 * S3Store.PART) + 5);
        Path file = Files.write(folder.resolve("large"), content);
        AtomicInteger busy = new AtomicInteger(1);
        try (FlakyProxy proxy = FlakyProxy.beforeQueries(server.endpoint(), "partNumber=3", busy);
                Storage storage = new Storage(proxy.endpoint(), server.credentials(), QUICK)) {
            ObjectStore store = storage.storeFor(Location.parse("x", "s3://there/"));
            store.put("parts", file);
            assertThat(busy).hasValue(0);
            try (InputStream in = store.open("parts")) {
                assertThat(Digests.sha256(in)).isEqualTo(Digests.sha256(content));
            }
            busy.set(1000);
            assertThatThrownBy(() -> store.put("never", file)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith(proxy.endpoint() + " gave an answer that is not of S3 for s3://there/never: ").hasMessageContaining("503");
            assertThat(store.stat("never")).isEmpty();
        }
    }

    @Test
    void takesABrokenReadUpAgainWhereItStopped() throws IOException {
        byte[] content = ObjectStoreContract.random(900_000);
        try (Storage direct = server.storage()) {
            direct.storeFor(Location.parse("x", "s3://there/")).put("long", content);
        }
        try (FlakyProxy proxy = FlakyProxy.cuttingBodies(server.endpoint(), 2, 200_000);
                Storage storage = new Storage(proxy.endpoint(), server.credentials(), QUICK);
                InputStream in = storage.open("s3://there/long")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(proxy.ranges()).hasSize(3).startsWith("all").allMatch(range -> range.equals("all") || range.matches("bytes=[1-9]\\d*-899999"));
            assertThat(proxy.ranges().get(2)).isNotEqualTo(proxy.ranges().get(1));
        }
    }

    @Test
    void aConnectionLostLaterIsNoMistakeOfTheUsers(@TempDir Path other) throws IOException {
        EmbeddedS3 shortLived = EmbeddedS3.start(other);
        try (Storage storage = new Storage(shortLived.endpoint(), shortLived.credentials(), QUICK)) {
            String bucket = shortLived.bucket("there");
            assertThat(storage.list(bucket)).isEmpty();
            shortLived.close();
            assertThatThrownBy(() -> storage.list(bucket)).isInstanceOf(IOException.class)
                    .hasMessageContaining("lost the connection to " + shortLived.endpoint());
        }
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        try (Storage storage = Storage.fromEnvironment(Map.of("AWS_ACCESS_KEY_ID", "a"))) {
            assertThatThrownBy(() -> storage.list("s3://there/")).isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("S3_ENDPOINT: ");
        }
        assertThatThrownBy(() -> Storage.fromEnvironment(Map.of("S3_ENDPOINT", "http://h", "AWS_ACCESS_KEY_ID", "a")))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("AWS_SECRET_ACCESS_KEY: ");
        assertThatThrownBy(() -> new Storage("http://user:hunter2@host", null)).isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void readsTheEnvironment() throws IOException {
        Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", server.endpoint() + "/",
                "AWS_ACCESS_KEY_ID", server.credentials().accessKey(),
                "AWS_SECRET_ACCESS_KEY", server.credentials().secretKey());
        try (Storage storage = Storage.fromEnvironment(environment)) {
            storage.storeFor(Location.parse("x", "s3://there/")).put("env/a", new byte[] {9});
            assertThat(storage.list("s3://there/env/")).extracting(ObjectInfo::key).containsExactly("env/a");
            assertThat(storage.stat("s3://there/env/none")).isEmpty();
            assertThatThrownBy(() -> storage.open("s3://there/env/none")).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("s3://there/env/none");
        }
    }

    private static ThrowingCallable[] calls(Storage storage, String uri) {
        Location location = Location.parse("uri", uri);
        return new ThrowingCallable[] {
            () -> storage.stat(uri), () -> storage.open(uri).close(), () -> storage.list(uri),
            () -> storage.storeFor(location).put(location.key(), new byte[3])};
    }
}
