package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.DatasetSpec;
import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import dev.reassembly.store.EmbeddedS3;
import dev.reassembly.store.Location;
import dev.reassembly.store.Storage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same pictures read from a folder and from a bucket, under names that addresses have to encode. */
class StorageSourceTest {
    private static final List<String> FILES = List.of("train/one cat/a #1.png", "train/one cat/100%.png",
            "train/d\u00f6g/\u732b.png", "val/one cat/x.png", "test/d\u00f6g/y+z.png");

    @TempDir
    private Path folder;

    @Test
    void filesAndBucketsGiveTheSameExamples() throws Exception {
        Path local = folder.resolve("my data");
        for (String file : FILES) {
            Files.createDirectories(local.resolve(file).getParent());
            Files.write(local.resolve(file), png(file.length()));
        }
        try (Storage files = Storage.filesOnly(); EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"));
                Storage bucket = s3.storage()) {
            s3.bucket("pictures");
            for (String file : FILES) {
                Location at = Location.parse("test", "s3://pictures/my data/" + file);
                bucket.storeFor(at).put(at.key(), png(file.length()));
            }
            Dataset fromFolder = Datasets.open(spec(local.toUri().toString()), 1, DataSource.of(files));
            Dataset written = Datasets.open(spec("file://" + local), 1, DataSource.of(files));
            Dataset fromBucket = Datasets.open(spec("s3://pictures/my data"), 1, DataSource.of(bucket));
            assertThat(fromFolder.classes()).containsExactly("d\u00f6g", "one cat").isEqualTo(fromBucket.classes());
            assertThat(Specs.ids(fromFolder, Split.TRAIN)).containsExactlyInAnyOrderElementsOf(FILES.subList(0, 3));
            assertThat(written.digest()).isEqualTo(fromFolder.digest());
            for (Split split : Split.values()) {
                assertThat(reds(fromFolder, split)).isEqualTo(reds(fromBucket, split)).isEqualTo(reds(written, split));
            }
        }
    }

    @Test
    void labelsBesideASingleFileAreFound() throws IOException {
        Path images = Files.createDirectories(folder.resolve("id x")).resolve("train-images-idx3-ubyte");
        byte[] pixels = new byte[16 + 30];
        System.arraycopy(new byte[] {0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0, 1}, 0, pixels, 0, 16);
        byte[] labels = new byte[8 + 30];
        System.arraycopy(new byte[] {0, 0, 8, 1, 0, 0, 0, 30}, 0, labels, 0, 8);
        for (int i = 0; i < 30; i++) {
            pixels[16 + i] = (byte) i;
            labels[8 + i] = (byte) (i % 2);
        }
        Files.write(images, pixels);
        Files.write(images.resolveSibling("train-labels-idx1-ubyte"), labels);
        try (Storage files = Storage.filesOnly()) {
            DatasetSpec spec = new DatasetSpec(images.toUri().toString(), Format.IDX, null, null, null, null, null, null, null);
            List<Example> all = Specs.everything(Datasets.open(spec, 1, DataSource.of(files)));
            assertThat(all).hasSize(30).allSatisfy(example ->
                    assertThat(((Example.Image) example.content()).rgb()[0] % 2).isEqualTo(example.label()));
        }
    }

    private static List<String> reds(Dataset data, Split split) throws IOException {
        return Specs.all(data, split).stream().map(example ->
                example.id() + " " + example.label() + " " + ((Example.Image) example.content()).rgb()[0]).toList();
    }

    private static DatasetSpec spec(String uri) {
        return new DatasetSpec(uri, Format.ImageFolder, null, null, null, null, null, null, null);
    }

    private static byte[] png(int red) throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, red << 16);
        return PictureDecoderTest.file(image, "png");
    }
}
