package dev.reassembly.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises, whatever is behind it. */
abstract class ObjectStoreContract {
    abstract ObjectStore store() throws IOException;

    @Test
    void givesBackWhatWasPut() throws IOException {
        byte[] content = random(70_000);
        store().put("models/ü a+b%20.onnx", content);
        assertThat(read("models/ü a+b%20.onnx")).isEqualTo(content);
        assertThat(store().stat("models/ü a+b%20.onnx")).get().extracting(ObjectInfo::bytes).isEqualTo(70_000L);
    }

    @Test
    void putsOnlyWhereNothingIs() throws IOException {
        assertThat(store().putIfAbsent("once/manifest", random(10))).isTrue();
        byte[] first = read("once/manifest");
        assertThat(store().putIfAbsent("once/manifest", random(20))).isFalse();
        assertThat(read("once/manifest")).isEqualTo(first).hasSize(10);
        store().delete("once/manifest");
        assertThat(store().putIfAbsent("once/manifest", random(20))).isTrue();
        assertThat(store().list("once/")).hasSize(1);
    }

    @Test
    void keepsAnEmptyObject(@TempDir Path folder) throws IOException {
        store().put("empty", new byte[0]);
        store().put("empty-file", Files.createFile(folder.resolve("none")));
        assertThat(store().stat("empty")).get().extracting(ObjectInfo::bytes).isEqualTo(0L);
        assertThat(read("empty")).isEmpty();
        assertThat(read("empty-file")).isEmpty();
    }

    @Test
    void uploadsInPartsWhatIsLargerThanOne(@TempDir Path folder) throws IOException {
        byte[] content = random((int) S3Store.PART + (4 << 20) + 17);
        store().put("large", Files.write(folder.resolve("large"), content));
        assertThat(store().stat("large")).get().extracting(ObjectInfo::bytes).isEqualTo((long) content.length);
        try (InputStream in = store().open("large")) {
            assertThat(Digests.sha256(in)).isEqualTo(Digests.sha256(content));
        }
        long seam = S3Store.PART - 5;
        try (InputStream in = store().open("large", seam, 10)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, (int) seam, (int) seam + 10));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0,''", "0,3,abc", "2,4,cdef", "7,100,hij", "9,1,j", "10,5,''", "40,5,''"})
    void readsRanges(long offset, long length, String expected) throws IOException {
        store().put("letters", "abcdefghij".getBytes(StandardCharsets.UTF_8));
        try (InputStream in = store().open("letters", offset, length)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        }
    }

    @Test
    void replacesAnObjectAndItsTag() throws IOException {
        store().put("again", "one".getBytes(StandardCharsets.UTF_8));
        String first = store().stat("again").orElseThrow().etag();
        assertThat(store().stat("again").orElseThrow().etag()).isEqualTo(first);
        store().put("again", "two".getBytes(StandardCharsets.UTF_8));
        assertThat(store().stat("again").orElseThrow().etag()).isNotEqualTo(first);
        assertThat(read("again")).asString(StandardCharsets.UTF_8).isEqualTo("two");
    }

    @Test
    void listsByPrefixInKeyOrder() throws IOException {
        for (String key : new String[] {"runs/b/2", "runs/a/1", "runs/b.txt", "runs/b/1", "other"}) {
            store().put(key, key.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(store().list("runs/")).extracting(ObjectInfo::key)
                .containsExactly("runs/a/1", "runs/b.txt", "runs/b/1", "runs/b/2");
        assertThat(store().list("runs/b")).extracting(ObjectInfo::key)
                .containsExactly("runs/b.txt", "runs/b/1", "runs/b/2");
        assertThat(store().list("runs/b/")).extracting(ObjectInfo::bytes).containsExactly(8L, 8L);
        assertThat(store().list("nothing/here")).isEmpty();
    }

    @Test
    void deletesAndIsContentWhenNothingWasThere() throws IOException {
        store().put("gone", new byte[] {1});
        store().delete("gone");
        store().delete("gone");
        assertThat(store().stat("gone")).isEmpty();
        assertThat(store().list("gone")).isEmpty();
    }

    @Test
    void saysThatAnObjectIsMissing() throws IOException {
        store().put("here/file", new byte[] {1});
        assertThat(store().stat("here/none")).isEmpty();
        assertThat(store().stat("here")).isEmpty();
        assertThatThrownBy(() -> store().open("here/none").close()).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("here/none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../up", "/etc/passwd", "a/./b", "..", "", "a//b", "a/", "a/\0"})
    void refusesKeysThatLeadElsewhere(String key) {
        assertThatThrownBy(() -> store().put(key, new byte[1])).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> store().open(key).close()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> store().delete(key)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aFailedPutLeavesTheOldObject(@TempDir Path folder) throws IOException {
        store().put("kept", new byte[] {7});
        assertThatThrownBy(() -> store().put("kept", folder.resolve("no such file"))).isInstanceOf(IOException.class);
        assertThat(read("kept")).containsExactly(7);
        assertThat(store().list("")).extracting(ObjectInfo::key).contains("kept")
                .noneMatch(key -> key.contains("unfinished"));
    }

    byte[] read(String key) throws IOException {
        try (InputStream in = store().open(key)) {
            return in.readAllBytes();
        }
    }

    static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }
}
