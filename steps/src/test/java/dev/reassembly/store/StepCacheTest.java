package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import dev.reassembly.progress.Progress;
import dev.reassembly.progress.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The cache over a folder and over a bucket. */
@ParameterizedClass
@EnumSource(StepCacheTest.Kind.class)
class StepCacheTest {
    enum Kind { FOLDER, BUCKET }

    record Numbers(double[] values) {}

    @Parameter
    Kind kind;
    @TempDir
    Path folder;
    @TempDir
    static Path served;
    private static EmbeddedS3 server;
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private final Told told = new Told();
    private final List<String> said = told.messages();
    private final AtomicInteger runs = new AtomicInteger();
    private Storage storage;
    private ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedS3.start(served);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        storage = server.storage();
        String address = kind == Kind.BUCKET ? server.bucket("cache-" + BUCKETS.incrementAndGet()) : "file:///";
        store = kind == Kind.BUCKET ? storage.storeFor(Location.parse("x", address)) : new FileStore(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private StepCache cache() {
        return new StepCache(store, "team/run", folder.resolve("scratch"), told);
    }

    private static StepKey key(int samples, String model) {
        return StepKey.of("probe", "1", "minilm", Map.of("partition", Map.of("probeSamples", samples, "blocks", 4)),
                Map.of("model", model));
    }

    private void body(StepOutput output) throws IOException {
        runs.incrementAndGet();
        output.write("features/f.bin", new byte[] {1, 2, 3});
        output.writeJson("numbers.json", new Numbers(new double[] {0.5, 0.1}));
    }

    @Test
    void computesOnceAndReadsAfterwards() throws IOException {
        StepResult first = cache().resolve(key(512, "aa"), false, this::body);
        StepResult second = cache().resolve(key(512, "aa"), false, this::body);
        assertThat(runs).hasValue(1);
        assertThat(first.hit()).isFalse();
        assertThat(second.hit()).isTrue();
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.readJson("numbers.json", Numbers.class).values()).containsExactly(0.5, 0.1);
        assertThat(Files.readAllBytes(second.localFile("features/f.bin"))).containsExactly(1, 2, 3);
        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.key().hash()).isEqualTo(first.hash()).isEqualTo(key(512, "aa").hash());
        String hash = first.hash().substring(0, 12);
        assertThat(said).hasSize(2);
        assertThat(said.get(0))
                .isEqualTo("probe minilm: miss, nothing stored under " + hash + "; no earlier run to compare with");
        assertThat(said.get(1)).startsWith("probe minilm: hit, " + hash + " was stored at 20");
        assertThat(store.list("team/run/steps/")).extracting(ObjectInfo::key).allMatch(
                key -> key.startsWith("team/run/steps/probe/" + first.hash() + "/")).hasSize(3);
        assertThat(cache().load("probe", first.hash()).digest()).isEqualTo(first.digest());
        assertThat(cache().find(key(513, "aa"))).isEmpty();
        assertThatThrownBy(() -> cache().load("probe", "0".repeat(64))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no finished result");
        assertThatThrownBy(() -> second.open("none")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("numbers.json");
    }

    @Test
    void saysWhatDiffersFromTheRunBefore() throws IOException {
        cache().resolve(key(256, "aa"), false, this::body);
        cache().resolve(key(512, "aa"), false, this::body);
        assertThat(said.get(1)).endsWith("; nearest earlier run differs in partition.probeSamples (512, was 256)");
        cache().resolve(key(512, "bb"), false, this::body);
        assertThat(said.get(2)).endsWith("; nearest earlier run differs in the input model");
        StepKey all = StepKey.of("probe", "2", "minilm", Map.of("partition", Map.of("probeSamples", 9, "measure", "cka")),
                Map.of("model", "cc", "data", "dd"));
        cache().resolve(all, false, this::body);
        assertThat(said.get(3)).endsWith("differs in the step's version (2, was 1), partition.blocks (absent, was 4), "
                + "partition.measure (\"cka\", was absent) and 3 more");
        StepKey other = StepKey.of("probe", "1", "bge", key(1, "aa").parameters(), Map.of("model", "aa"));
        cache().resolve(other, false, this::body);
        assertThat(said.get(4)).as("another subject").endsWith("no earlier run to compare with");
        assertThat(runs).hasValue(5);
    }

    @Test
    void computesAgainWhenAsked() throws IOException {
        cache().resolve(key(512, "aa"), false, this::body);
        StepResult again = cache().resolve(key(512, "aa"), true, output -> {
            runs.incrementAndGet();
            assertThat(output.checkpoint("c").read()).isEmpty();
            output.write("other", new byte[] {9});
        });
        assertThat(runs).hasValue(2);
        assertThat(again.hit()).isFalse();
        assertThat(again.manifest().outputs()).extracting(StepManifest.Output::name).containsExactly("other");
        assertThat(said.get(1)).contains("computing again as asked");
        assertThat(cache().resolve(key(512, "aa"), false, this::body).hit()).isTrue();
    }

    @Test
    void anUnfinishedStepIsNoResultAndItsCheckpointIsFound() throws IOException {
        assertThatThrownBy(() -> cache().resolve(key(512, "aa"), false, output -> {
            body(output);
            output.checkpoint("epoch").write("3".getBytes(StandardCharsets.UTF_8));
            throw new IllegalStateException("out of memory");
        })).isInstanceOf(IllegalStateException.class).hasMessage("out of memory");
        assertThat(cache().find(key(512, "aa"))).isEmpty();

        StepResult second = cache().resolve(key(512, "aa"), false, output -> {
            Checkpoint epoch = output.checkpoint("epoch");
            assertThat(epoch.read()).get().asString().isNotEmpty();
            Path copy = epoch.readFile().orElseThrow();
            assertThat(copy).hasContent("3");
            epoch.write(Files.writeString(copy, "4"));
            assertThat(epoch.read().map(String::new)).contains("4");
            body(output);
        });
        assertThat(second.hit()).isFalse();
        assertThat(said.get(1)).contains("but what an unfinished run left, with a checkpoint");
        assertThat(store.list("team/run/steps/")).extracting(ObjectInfo::key).noneMatch(key -> key.contains("checkpoints"));
        assertThat(second.manifest().outputs()).hasSize(2);
    }

    @Test
    void keepsCheckpointsIfTheStepWantsThem() throws IOException {
        StepResult kept = cache().resolve(key(512, "aa"), false, output -> {
            output.keepCheckpoints();
            output.checkpoint("best").write(new byte[] {5});
            body(output);
        });
        assertThat(store.list("team/run/steps/probe/" + kept.hash() + "/checkpoints/")).hasSize(1);
        assertThat(kept.manifest().outputs()).extracting(StepManifest.Output::name)
                .containsExactly("features/f.bin", "numbers.json");
    }

    @Test
    void wrapsAFailureOfTheBody() {
        assertThatThrownBy(() -> cache().resolve(key(512, "aa"), false, output -> {
            throw new Exception("engine gone");
        })).isInstanceOf(StepFailedException.class).hasMessage("probe minilm failed: engine gone");
        assertThatThrownBy(() -> cache().resolve(key(512, "aa"), false, output -> output.write("manifest.json", new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cache().resolve(key(512, "aa"), false, output -> output.write("../x", new byte[1])))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void computesAgainWhatIsCutShortOrGone() throws IOException {
        StepResult first = cache().resolve(key(512, "aa"), false, this::body);
        store.put(features(first), new byte[] {1, 2});
        StepResult second = cache().resolve(key(512, "aa"), false, this::body);
        assertThat(second.hit()).isFalse();
        assertThat(said.get(1)).contains("is corrupt, the output features/f.bin has 2 bytes, not 3; computing again");
        store.delete(features(second));
        assertThat(cache().resolve(key(512, "aa"), false, this::body).hit()).isFalse();
        assertThat(said.get(2)).contains("the output features/f.bin is gone");
        store.put("team/run/steps/probe/" + first.hash() + "/manifest.json", "{\"step\":".getBytes(StandardCharsets.UTF_8));
        assertThat(cache().resolve(key(512, "aa"), false, this::body).hit()).isFalse();
        assertThat(said.get(3)).contains("is no manifest");
        assertThat(runs).hasValue(4);
        assertThat(cache().resolve(key(512, "aa"), false, this::body).hit()).isTrue();
    }

    @Test
    void computesAgainWhatHasOtherContentWhenItIsRead() throws IOException {
        StepResult first = cache().resolve(key(512, "aa"), false, this::body);
        store.put(features(first), new byte[] {1, 2, 4});
        StepCache fresh = new StepCache(store, "team/run/", folder.resolve("scratch2"), told);
        StepResult second = fresh.resolve(key(512, "aa"), false, this::body);
        assertThat(second.hit()).as("the size is right").isTrue();
        assertThat(Files.readAllBytes(second.localFile("features/f.bin"))).containsExactly(1, 2, 3);
        assertThat(runs).hasValue(2);
        assertThat(said.get(2)).contains("corrupt").contains("SHA-256").contains("computing again");

        store.put(features(second), new byte[] {1, 2, 5});
        StepResult loaded = new StepCache(store, "team/run", folder.resolve("scratch3"), told)
                .load("probe", first.hash());
        assertThatThrownBy(() -> loaded.open("features/f.bin")).isInstanceOf(CorruptResultException.class)
                .hasMessageContaining("features/f.bin");
    }

    @Test
    void equalOutputsStopTheRecomputationOfWhatFollows() throws IOException {
        List<Boolean> hits = new ArrayList<>();
        for (int samples : new int[] {256, 512}) {
            StepResult probe = cache().resolve(key(samples, "aa"), false, this::body);
            StepResult partition = cache().resolve(StepKey.of("partition", "1", "", Map.of(), Map.of("minilm", probe.digest())),
                    false, output -> output.writeJson("p.json", List.of(1)));
            hits.add(probe.hit());
            hits.add(partition.hit());
        }
        assertThat(hits).containsExactly(false, false, false, true);
        StepResult changed = cache().resolve(key(1, "aa"), false, output -> output.write("features/f.bin", new byte[] {7}));
        assertThat(changed.digest()).isNotEqualTo(cache().find(key(512, "aa")).orElseThrow().digest());
    }

    private static String features(StepResult result) {
        return "team/run/steps/probe/" + result.hash() + "/" + result.manifest().attempt() + "/features/f.bin";
    }

    /** A result of before attempts had folders of their own. */
    @Test
    void outputsBesideTheManifestAreRead() throws IOException {
        StepManifest now = cache().resolve(key(512, "aa"), false, this::body).manifest();
        String place = "team/run/steps/probe/" + key(512, "aa").hash() + "/";
        for (String name : List.of("features/f.bin", "numbers.json")) {
            store.put(place + name, store.open(place + now.attempt() + "/" + name).readAllBytes());
            store.delete(place + now.attempt() + "/" + name);
        }
        store.put(place + "manifest.json", StepFolder.WRITER.writeValueAsBytes(new StepManifest(now.step(), now.version(), now.subject(),
                now.parameters(), now.inputs(), now.outputs(), now.seconds(), now.created(), null)));
        StepResult old = cache().resolve(key(512, "aa"), false, this::body);
        assertThat(old.hit()).isTrue();
        assertThat(old.localFile("features/f.bin")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    /** Both measure something else, as latencies do; what steps downstream build on is the first one's, whoever asks. */
    @Test
    void ofTwoAtOnceTheFirstCounts() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        CountDownLatch firstDone = new CountDownLatch(1);
        ExecutorService processes = Executors.newFixedThreadPool(2);
        try {
            Future<StepResult> first = processes.submit(() -> {
                StepResult result = cache().resolve(key(512, "aa"), false, output -> {
                    together.await(30, TimeUnit.SECONDS);
                    output.write("latency", new byte[] {1});
                });
                firstDone.countDown();
                return result;
            });
            Future<StepResult> second = processes.submit(() -> cache().resolve(key(512, "aa"), false, output -> {
                output.write("latency", new byte[] {2});
                output.write("more", new byte[] {2});
                together.await(30, TimeUnit.SECONDS);
                firstDone.await(30, TimeUnit.SECONDS);
                output.write("late", new byte[] {2});
            }));
            for (StepResult result : List.of(first.get(), second.get(), cache().resolve(key(512, "aa"), false, this::body))) {
                assertThat(result.localFile("latency")).hasBinaryContent(new byte[] {1});
                assertThat(result.digest()).isEqualTo(first.get().digest());
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(runs).hasValue(0);
        assertThat(said).anyMatch(line -> line.endsWith("another process was first, its result counts"));
        assertThat(store.list("team/run/steps/")).as("nothing of the other's is left").hasSize(2);
    }

    /** Many that end at any time: all succeed, and all have the same result. */
    @Test
    void manyAtOnceAgree() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(6);
        try {
            List<Future<StepResult>> results = new ArrayList<>();
            for (byte i = 0; i < 6; i++) {
                byte[] own = {i};
                StepCache cache = new StepCache(store, "team/run", folder.resolve("scratch-" + i), Progress.SILENT);
                results.add(processes.submit(() -> cache.resolve(key(512, "aa"), false, output -> output.write("latency", own))));
            }
            for (Future<StepResult> result : results) {
                byte[] kept = Files.readAllBytes(result.get().localFile("latency"));
                assertThat(kept).isEqualTo(Files.readAllBytes(cache().resolve(key(512, "aa"), false, this::body).localFile("latency")));
            }
        } finally {
            processes.shutdownNow();
        }
    }
}
