package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import dev.reassembly.failure.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Picture data sets; every picture is one pixel whose red says which it is. */
class PictureFilesTest {
    @TempDir
    private Path folder;

    @Test
    void foldersAreClassesBelowTheSplits() throws IOException {
        write("pets/train/cat/1.png", png(1));
        write("pets/train/cat/more/2.PNG", png(2));
        write("pets/train/dog/3.png", png(3));
        write("pets/train/dog/notes.txt", "not a picture".getBytes());
        write("pets/train/.cache/dog/9.png", png(9));
        write("pets/val/dog/4.png", png(4));
        write("pets/test/cat/5.png", png(5));
        Dataset data = Specs.open(folder.resolve("pets"), Format.ImageFolder);
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(reds(Specs.all(data, Split.TRAIN))).isEqualTo("1:0 2:0 3:1");
        assertThat(reds(Specs.all(data, Split.VALIDATION))).isEqualTo("4:1");
        assertThat(reds(Specs.all(data, Split.TEST))).isEqualTo("5:0");
        assertThat(Specs.all(data, Split.TEST).get(0).id()).isEqualTo("test/cat/5.png");
    }

    @Test
    void picturesAreReadInOrderWhenDrawnAndClosed() throws IOException {
        for (int i = 0; i < 100; i++) {
            write("pool/" + (i % 2 == 0 ? "even" : "odd") + "/" + String.format("%03d.png", i), png(i));
        }
        FolderSource source = new FolderSource();
        Dataset data = Datasets.open(Specs.spec(folder.resolve("pool"), Format.ImageFolder), 1, source);
        assertThat(source.opened.get()).as("files opened for the index").isZero();
        List<Example> train = Specs.all(data, Split.TRAIN);
        assertThat(train).hasSize(72).allSatisfy(example -> {
            int red = red(example);
            assertThat(example.id()).isEqualTo((red % 2 == 0 ? "even/" : "odd/") + String.format("%03d.png", red));
            assertThat(example.label()).isEqualTo(red % 2);
        });
        assertThat(train).extracting(Example::id).isSorted();
        assertThat(source.opened.get()).isEqualTo(72);
        assertThat(source.open.get()).isZero();
        assertThat(source.mostOpen.get()).isLessThanOrEqualTo(4);
        try (Dataset.Examples examples = data.open(Split.TRAIN)) {
            examples.skip(70);
            assertThat(Specs.drain(examples)).extracting(Example::id).containsExactly(train.get(70).id(), train.get(71).id());
        }
        assertThat(source.opened.get()).as("skipped pictures are not read").isEqualTo(74);
    }

    @Test
    void unreadablePictureIsNamedWhenItIsDrawn() throws IOException {
        write("bad/train/cat/1.png", png(1));
        write("bad/train/dog/2.png", "no picture".getBytes());
        write("bad/val/cat/3.png", png(1));
        write("bad/test/cat/4.png", png(1));
        Dataset data = Specs.open(folder.resolve("bad"), Format.ImageFolder);
        assertThatThrownBy(() -> Specs.all(data, Split.TRAIN)).isInstanceOf(InvalidInputException.class)
                .hasMessage("train/dog/2.png: is not a PNG, JPEG, GIF or BMP picture");
    }

    @Test
    void picturesWithoutAClassAreNamed() throws IOException {
        write("flat/cat/1.png", png(1));
        write("flat/2.png", png(2));
        assertThatThrownBy(() -> Specs.open(folder.resolve("flat"), Format.ImageFolder)).isInstanceOf(InvalidInputException.class)
                .hasMessage("2.png: lies in no class's folder; ImageFolder needs one folder a class");
    }

    @Test
    void idxPicturesAreGreyAndLabelledByNumber() throws IOException {
        idx("mnist", "train", 30, 30, true);
        idx("mnist", "t10k", 4, 4, false);
        Dataset data = Specs.open(folder.resolve("mnist"), Format.IDX);
        assertThat(data.classes()).containsExactly("0", "1", "2");
        assertThat(data.size(Split.TRAIN)).isEqualTo(27);
        assertThat(data.size(Split.VALIDATION)).isEqualTo(3);
        List<Example> test = Specs.all(data, Split.TEST);
        assertThat(test).extracting(Example::label).containsExactly(0, 1, 2, 0);
        assertThat(test).extracting(Example::id).startsWith("t10k-images-idx3-ubyte#0");
        Example.Image second = (Example.Image) test.get(1).content();
        assertThat(second.width()).isEqualTo(3);
        assertThat(second.height()).isEqualTo(2);
        assertThat(PictureDecoderTest.ints(second)).containsExactly(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6);
        Dataset named = Specs.open(folder.resolve("mnist"), Format.IDX, List.of("zero", "one", "two"));
        assertThat(named.classes()).containsExactly("zero", "one", "two");
        assertThat(Specs.all(named, Split.TEST)).extracting(Example::label).containsExactly(0, 1, 2, 0);
        assertThatThrownBy(() -> Specs.open(folder.resolve("mnist"), Format.IDX, List.of("zero", "one")))
                .hasMessage("t10k-images-idx3-ubyte#2: has the label '2', which is not one of the classes [zero, one]");
    }

    @Test
    void labelsOfASinglePictureFileAreFoundAndDigested() throws IOException {
        idx("one", "train", 30, 30, true);
        Path images = folder.resolve("one/train-images-idx3-ubyte.gz");
        String before = Specs.open(images, Format.IDX).digest();
        Path labels = folder.resolve("one/train-labels-idx1-ubyte.gz");
        byte[] content = new GZIPInputStream(Files.newInputStream(labels)).readAllBytes();
        content[8] = 1;
        Files.delete(labels);
        write("one/train-labels-idx1-ubyte", content);
        assertThat(Specs.open(images, Format.IDX).digest()).isNotEqualTo(before);
    }

    @Test
    void damagedIdxFilesAreNamed() throws IOException {
        idx("count", "train", 5, 4, false);
        assertRefused("count", Format.IDX, "train-labels-idx1-ubyte: has 4 labels, but train-images-idx3-ubyte has 5 pictures");
        idx("magic", "train", 5, 5, false);
        Files.copy(folder.resolve("magic/train-labels-idx1-ubyte"), folder.resolve("magic/train-images-idx3-ubyte"),
                StandardCopyOption.REPLACE_EXISTING);
        assertRefused("magic", Format.IDX,
                "train-images-idx3-ubyte: starts with 0x00000801, not with 0x00000803 as an IDX file does that holds pictures");
        idx("short", "train", 5, 5, false);
        cut("short/train-images-idx3-ubyte", 16 + 3 * 6 + 2);
        assertRefused("short", Format.IDX, "train-images-idx3-ubyte: ends after 3 of 5 pictures");
        cut("short/train-images-idx3-ubyte", 10);
        assertRefused("short", Format.IDX, "train-images-idx3-ubyte: ends within its header");
        idx("labels", "train", 5, 5, false);
        cut("labels/train-labels-idx1-ubyte", 10);
        assertRefused("labels", Format.IDX, "train-labels-idx1-ubyte: ends after 2 of 5 labels");
        Files.delete(folder.resolve("labels/train-labels-idx1-ubyte"));
        assertRefused("labels", Format.IDX,
                "train-images-idx3-ubyte: has no file of labels beside it; expected train-labels-idx1-ubyte, also with .gz");
    }

    @Test
    void tarShardsGroupEntriesByStem() throws IOException {
        for (int shard = 0; shard < 3; shard++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
                for (int i = 0; i < 10; i++) {
                    int n = shard * 10 + i;
                    String stem = String.format("a.b/%04d", n);
                    String label = n % 2 == 0 ? "even" : "odd";
                    switch (n % 3) {
                        case 0 -> entry(tar, stem + ".cls", (n % 2 + "\n").getBytes());
                        case 1 -> entry(tar, stem + ".txt", label.getBytes());
                        default -> entry(tar, stem + ".json", ("{\"label\": \"" + label + "\", \"x\": 1}").getBytes());
                    }
                    entry(tar, stem + ".seg.png", png(n));
                    entry(tar, stem + ".other.bin", new byte[700]);
                }
            }
            write("shards/" + shard + ".tar", bytes.toByteArray());
        }
        FolderSource source = new FolderSource();
        Dataset streamed = Datasets.open(Specs.spec(folder.resolve("shards"), Format.WebDataset, List.of("even", "odd"),
                null, null), 1, source, 0);
        List<Example> all = Specs.everything(streamed);
        assertThat(all).hasSize(30).allSatisfy(example -> assertThat(example.label()).isEqualTo(red(example) % 2));
        assertThat(all).extracting(Example::id).contains("0.tar/a.b/0000", "2.tar/a.b/0029").doesNotHaveDuplicates();
        try (Dataset.Examples shuffled = streamed.shuffled(Split.TRAIN, 3);
                Dataset.Examples again = streamed.shuffled(Split.TRAIN, 3)) {
            List<Example> order = Specs.drain(shuffled);
            assertThat(order).extracting(Example::id).isEqualTo(Specs.drain(again).stream().map(Example::id).toList());
            assertThat(order).hasSize(streamed.size(Split.TRAIN)).extracting(Example::id)
                    .containsExactlyInAnyOrderElementsOf(Specs.ids(streamed, Split.TRAIN));
            assertThat(order).extracting(Example::id).isNotEqualTo(Specs.ids(streamed, Split.TRAIN));
        }
        assertThat(source.open.get()).isZero();
        // Two streams were read at the same time above, each with one shard open.
        assertThat(source.mostOpen.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void damagedTarFilesAreNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            entry(tar, "1.cls", "a".getBytes());
            entry(tar, "1.bmp", new byte[5000]);
        }
        write("cut.tar", Arrays.copyOf(bytes.toByteArray(), 3000));
        assertRefused("cut.tar", Format.WebDataset, "cut.tar: is not a whole tar file: ");
        write("text.tar", "this is no tar file at all, ".repeat(100).getBytes());
        assertRefused("text.tar", Format.WebDataset, "text.tar: is not a whole tar file: ");
        write("nolabel.tar", tar("7.png", png(1)));
        assertRefused("nolabel.tar", Format.WebDataset, "nolabel.tar sample 7: has no cls, txt or json entry with its class");
        write("nopicture.tar", tar("8.cls", "x".getBytes()));
        assertRefused("nopicture.tar", Format.WebDataset, "nopicture.tar sample 8: has no png, jpg, jpeg, gif or bmp entry");
    }

    private void assertRefused(String name, Format format, String message) {
        assertThatThrownBy(() -> Specs.open(folder.resolve(name), format)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message).hasMessageNotContaining("\n");
    }

    private void idx(String set, String name, int pictures, int labels, boolean gzip) throws IOException {
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(images);
        for (int header : new int[] {0x803, pictures, 2, 3}) {
            out.writeInt(header);
        }
        for (int i = 0; i < pictures * 6; i++) {
            out.write(i / 6 + i % 6);
        }
        ByteArrayOutputStream classes = new ByteArrayOutputStream();
        out = new DataOutputStream(classes);
        out.writeInt(0x801);
        out.writeInt(labels);
        for (int i = 0; i < labels; i++) {
            out.write(i % 3);
        }
        String ending = gzip ? ".gz" : "";
        write(set + "/" + name + "-images-idx3-ubyte" + ending, gzip ? gzip(images.toByteArray()) : images.toByteArray());
        write(set + "/" + name + "-labels-idx1-ubyte" + ending, gzip ? gzip(classes.toByteArray()) : classes.toByteArray());
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] tar(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            entry(tar, name, content);
        }
        return bytes.toByteArray();
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] png(int red) throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, red << 16);
        return PictureDecoderTest.file(image, "png");
    }

    private static int red(Example example) {
        return ((Example.Image) example.content()).rgb()[0] & 0xff;
    }

    private static String reds(List<Example> examples) {
        return String.join(" ", examples.stream().map(example -> red(example) + ":" + example.label()).toList());
    }

    private void cut(String name, int length) throws IOException {
        write(name, Arrays.copyOf(Files.readAllBytes(folder.resolve(name)), length));
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
