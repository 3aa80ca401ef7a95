package dev.reassembly.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.pipeline.Session;
import dev.reassembly.pipeline.SessionOptions;
import dev.reassembly.progress.Progress;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.Location;
import dev.reassembly.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pods download from a bucket: each has an empty scratch folder, and brings only the models that it reads. */
class LazyZooTest {
    @TempDir
    static Path folder;
    static EmbeddedS3 s3;
    private int pods;

    private interface Work {
        void in(Session session) throws IOException;
    }

    @BeforeAll
    static void serve() throws IOException {
        s3 = EmbeddedS3.start(folder.resolve("s3"));
        s3.bucket("bench");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @Test
    void aPodBringsWhatItReads() throws Exception {
        Workbench bench = inBucket("lazy");
        assertThat(downloads(bench, session -> session.inspect("plain"))).containsExactly("plain.onnx");
        assertThat(downloads(bench, session -> session.inspect("residual"))).containsExactly("residual.onnx");
        assertThat(downloads(bench, session -> session.inspect("residual"))).as("stored").isEmpty();
        assertThat(downloads(bench, session -> session.probe("plain"))).containsExactly("plain.onnx");
        assertThat(downloads(bench, session -> session.probe(null))).as("of plain all is stored").containsExactly("residual.onnx", "transformer.onnx");
        assertThat(downloads(bench, Session::partition)).isEmpty();
        assertThat(downloads(bench, Session::tasks)).isEmpty();
        assertThat(downloads(bench, session -> session.fineTune("parent-transformer", 1))).containsExactly("transformer.onnx");
        downloads(bench, Session::fineTune);
        assertThat(downloads(bench, session -> session.halve(1))).isEmpty();
        assertThat(downloads(bench, Session::publish)).as("trained networks are stored whole").isEmpty();
        assertThat(folder.resolve("s3/bench/lazy/out/model.onnx")).isNotEmptyFile();
    }

    /** A model that was replaced has another entity tag: it is read again, and what was made from it made again. */
    @Test
    void aReplacedModelIsReadAgain() throws Exception {
        Workbench bench = inBucket("replaced");
        downloads(bench, session -> session.inspect(null));
        upload("replaced/zoo/plain.onnx", bench.folder.resolve("zoo/transformer.onnx"));
        assertThat(downloads(bench, session -> assertThat(session.inspect("plain")).contains("Attention")))
                .containsExactly("plain.onnx");
        assertThat(downloads(bench, session -> session.inspect(null))).isEmpty();
    }

    /** A model that cannot be read fails its own steps alone. */
    @Test
    void aMissingModelIsNoMatterOfTheOthers() throws Exception {
        Workbench bench = inBucket("missing");
        bench.edit("zoo/residual.onnx", "zoo/nowhere.onnx");
        assertThat(downloads(bench, session -> session.probe("plain"))).containsExactly("plain.onnx");
        assertThatThrownBy(() -> downloads(bench, session -> session.inspect("residual"))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("spec.zoo[1].uri").hasMessageContaining("nowhere.onnx");
    }

    /** Damaged records, as after a full disk, cost a download and no more. */
    @Test
    void aDamagedRecordIsNotBelieved() throws Exception {
        Workbench bench = inBucket("damaged");
        downloads(bench, session -> session.inspect(null));
        List<Path> records = Refusal.files(folder.resolve("s3/bench/damaged/store/contents"));
        assertThat(records).hasSize(3);
        Files.writeString(records.get(0), "{\"files\":[");
        Files.writeString(records.get(1), "{}");
        assertThat(downloads(bench, session -> session.inspect(null))).hasSize(2);
        assertThat(downloads(bench, session -> session.inspect(null))).isEmpty();
    }

    /** Names of the models that a session with an empty scratch folder brought there. */
    private List<String> downloads(Workbench bench, Work work) throws Exception {
        Path scratch = folder.resolve(bench.folder.getFileName() + "-" + ++pods);
        try (Session session = Session.open(bench.file, new SessionOptions("s3://bench/" + bench.folder.getFileName() + "/store", "cpu", false,
                scratch), s3.storage(), Progress.SILENT)) {
            work.in(session);
        }
        return Refusal.files(scratch.resolve("copies")).stream().map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".onnx")).sorted().toList();
    }

    private static Workbench inBucket(String name) throws IOException {
        Workbench bench = Workbench.tiny(folder.resolve(name), "plain", "residual", "transformer");
        for (Path file : Refusal.files(bench.folder)) {
            upload(name + "/" + bench.folder.relativize(file), file);
        }
        bench.edit("file://" + bench.folder, "s3://bench/" + name);
        return bench;
    }

    /** By the service, which then has an entity tag for it; it has none for what is put into its folder. */
    private static void upload(String key, Path file) throws IOException {
        try (Storage storage = s3.storage()) {
            storage.storeFor(Location.parse("bucket", "s3://bench/")).put(key, file);
        }
    }
}
