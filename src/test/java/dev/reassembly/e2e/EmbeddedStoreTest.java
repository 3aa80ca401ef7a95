package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.store.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zoo, data, step results and output in an S3 bucket, reached as a pod reaches it: by environment variables. */
class EmbeddedStoreTest {
    private static final String STORE = "s3://bench/runs";
    @TempDir
    static Path folder;
    static EmbeddedS3 s3;
    static Path bucket;

    @BeforeAll
    static void serve() throws IOException {
        s3 = EmbeddedS3.start(folder.resolve("s3"));
        s3.bucket("bench");
        bucket = folder.resolve("s3/bench");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Test
    void deliversIntoTheBucket() throws Exception {
        Workbench bench = inBucket("whole");
        List<String> arguments = arguments(bench, STORE, "--output", "json");
        Workbench.Ended first = ChildRun.run(environment(s3), arguments);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.json().at("/model/uri").asText()).isEqualTo("s3://bench/whole/out/model.onnx");
        assertThat(first.json().at("/model/sha256").asText()).isEqualTo(Sha256.of(bucket.resolve("whole/out/model.onnx")));
        for (String name : List.of("model-card.md", "provenance.json", "result.json", "report.html")) {
            assertThat(bucket.resolve("whole/out").resolve(name)).isNotEmptyFile();
        }
        assertThat(first.err() + first.out()).doesNotContain(s3.credentials().accessKey()).doesNotContain(s3.credentials()
                .secretKey());

        assertThat(first.err()).doesNotContain("INFO").doesNotContain("WARN");

        // The zoo is on this machine now and every result in the bucket.
        Workbench.Ended second = ChildRun.run(environment(s3), arguments);
        assertThat(second.json().at("/cache/misses").asInt()).as(second.err()).isZero();
        assertThat(second.json().at("/model")).isEqualTo(first.json().at("/model"));

        // The same inputs in files give the same network in every bit.
        Workbench files = Workbench.tiny(folder.resolve("files"), "plain", "residual");
        Workbench.Ended local = ChildRun.run(Map.of(), files.arguments("run", "--output", "json"));
        assertThat(local.json().at("/model/sha256")).as(local.err()).isEqualTo(first.json().at("/model/sha256"));
    }

    @Test
    void noSuchBucket() throws Exception {
        Workbench bench = inBucket("nowhere");
        Refusal.mistake(bench, ChildRun.run(environment(s3), arguments(bench, "s3://missing-bucket/runs")),
                "s3://missing-bucket/",
                "there is no bucket of this name at " + s3.endpoint());
        bench.edit("s3://bench/nowhere/zoo", "s3://other-bucket/zoo");
        Refusal.mistake(bench, ChildRun.run(environment(s3), arguments(bench, STORE)), "s3://other-bucket/",
                "there is no bucket of this name");
    }

    @Test
    void wrongKeys() throws Exception {
        Workbench bench = inBucket("keys");
        Map<String, String> wrong = new HashMap<>(environment(s3));
        wrong.put("AWS_ACCESS_KEY_ID", "nobody");
        Refusal.mistake(bench, ChildRun.run(wrong, arguments(bench, STORE)), "AWS_ACCESS_KEY_ID",
                "does not know this access key");
        wrong.putAll(environment(s3));
        wrong.put("AWS_SECRET_ACCESS_KEY", "not-the-secret");
        Workbench.Ended ended = ChildRun.run(wrong, arguments(bench, STORE));
        Refusal.mistake(bench, ended, "AWS_SECRET_ACCESS_KEY", "does not belong to the given access key");
        assertThat(ended.err()).doesNotContain("not-the-secret");
    }

    @Test
    void noKeysAndNoEndpoint() throws Exception {
        Workbench bench = inBucket("bare");
        Refusal.mistake(bench, ChildRun.run(Map.of(), arguments(bench, STORE)), "S3_ENDPOINT", "is not set");
        Refusal.mistake(bench, ChildRun.run(Map.of("S3_ENDPOINT", s3.endpoint()), arguments(bench, STORE)), "AWS_ACCESS_KEY_ID",
                "is not set");
    }

    /** The address may be wrong, or the service down: a pod is tried again. */
    @Test
    void noServiceAtTheAddress() throws Exception {
        Workbench bench = inBucket("closed");
        Map<String, String> closed = new HashMap<>(environment(s3));
        closed.put("S3_ENDPOINT", "http://127.0.0.1:1");
        Refusal.failure(bench, ChildRun.run(closed, arguments(bench, STORE)), "http://127.0.0.1:1",
                "no S3 service can be reached there");
    }

    /** The service goes away in the middle: no mistake of the user's, and a run after it is back goes on. */
    @Test
    void lostConnection() throws Exception {
        Path place = folder.resolve("lost-s3");
        Workbench bench = inBucket("lost");
        EmbeddedS3 passing = EmbeddedS3.start(place);
        passing.bucket("bench");
        copy(bucket.resolve("lost"), place.resolve("bench/lost"));
        Workbench.Ended ended = ChildRun.run(environment(passing), arguments(bench, STORE), line -> {
            if (line.startsWith("probe residual: 0/")) {
                passing.close();
            }
            return false;
        });
        Refusal.failure(bench, ended, "lost the connection to http://127.0.0.1:");
        assertThat(ended.computed()).last().isEqualTo("probe residual");
        try (EmbeddedS3 back = EmbeddedS3.start(place)) {
            Workbench.Ended again = ChildRun.run(environment(back), arguments(bench, STORE));
            assertThat(again.status()).as(again.err()).isZero();
            assertThat(again.hits()).contains("inspect plain", "probe plain", "inspect residual");
        }
    }

    /** A workbench whose zoo, data and output are addresses below {@code s3://bench/NAME}. */
    private static Workbench inBucket(String name) throws IOException {
        Workbench bench = Workbench.tiny(folder.resolve(name), "plain", "residual");
        copy(bench.folder.resolve("zoo"), bucket.resolve(name).resolve("zoo"));
        copy(bench.folder.resolve("data"), bucket.resolve(name).resolve("data"));
        bench.edit("file://" + bench.folder, "s3://bench/" + name);
        return bench;
    }

    private static List<String> arguments(Workbench bench, String store, String... more) {
        List<String> arguments = bench.arguments("run", more);
        arguments.set(arguments.indexOf("--store") + 1, store);
        return arguments;
    }

    private static Map<String, String> environment(EmbeddedS3 service) {
        return Map.of("S3_ENDPOINT", service.endpoint(), "AWS_ACCESS_KEY_ID", service.credentials().accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                service.credentials().secretKey());
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : Refusal.files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
