package dev.reassembly.e2e;

import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that cannot be used. */
class BadDataTest {
    @TempDir
    Path folder;
    private Workbench bench;
    private Path data;

    @BeforeEach
    void data() throws IOException {
        bench = Workbench.tiny(folder, "plain", "residual");
        data = folder.resolve("data");
    }

    @Test
    void noData() throws Exception {
        bench.edit("/data/\"", "/dota/\"");
        Refusal.mistake(bench, bench.run("run"), "file://" + folder + "/dota/").leavesNothing();
    }

    @Test
    void oneClass() throws Exception {
        labels("train", new byte[96], 96);
        labels("t10k", new byte[30], 30);
        Refusal.mistake(bench, bench.run("run"), "/data/",
                "all 126 examples have the label '0'; at least two classes are needed").leavesNothing();
    }

    @Test
    void labelsOfOtherPictures() throws Exception {
        labels("train", new byte[95], 95);
        Refusal.mistake(bench, bench.run("run"), "train-labels-idx1-ubyte", "has 95 labels", "96 pictures").leavesNothing();
    }

    @Test
    void labelsCutOff() throws Exception {
        labels("train", new byte[50], 96);
        Refusal.mistake(bench, bench.run("run"), "train-labels-idx1-ubyte", "ends after 50 of 96 labels").leavesNothing();
    }

    @Test
    void picturesCutOff() throws Exception {
        Path pictures = data.resolve("train-images-idx3-ubyte");
        byte[] bytes = Files.readAllBytes(pictures);
        Files.write(pictures, Arrays.copyOf(bytes, bytes.length - 100));
        Refusal.mistake(bench, bench.run("run"), "train-images-idx3-ubyte", "ends after 95 of 96 pictures").leavesNothing();
    }

    @Test
    void noPicture() throws Exception {
        Path bad = pictures();
        Files.writeString(bad, "this is no picture");
        Refusal.mistake(bench, bench.run("run"), "train/light/7.png", "is not a PNG, JPEG, GIF or BMP picture")
                .leavesUndone("probe plain");
    }

    @Test
    void pictureCutOff() throws Exception {
        Path bad = pictures();
        byte[] bytes = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));
        Refusal.mistake(bench, bench.run("run"), "train/light/7.png", "cannot be read as a picture").leavesUndone("probe plain");
    }

    @Test
    void otherFormat() throws Exception {
        bench.edit("format: IDX", "format: ImageFolder");
        Refusal.mistake(bench, bench.run("run"), "/data/").leavesNothing();
    }

    private void labels(String part, byte[] labels, int claimed) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(data.resolve(part + "-labels-idx1-ubyte")))) {
            out.writeInt(0x801);
            out.writeInt(claimed);
            out.write(labels);
        }
    }

    /** All 32 training pictures are in the probe set; returns one of them. */
    private Path pictures() throws IOException {
        for (String split : List.of("train", "validation", "test")) {
            for (String name : List.of("light", "dark")) {
                Path of = Files.createDirectories(folder.resolve("pictures").resolve(split).resolve(name));
                for (int i = 0; i < 16; i++) {
                    BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
                    picture.setRGB(i, i, name.equals("light") ? 0xffffff : 0x303030);
                    ImageIO.write(picture, "png", of.resolve(i + ".png").toFile());
                }
            }
        }
        bench.edit("/data/\"", "/pictures/\"");
        bench.edit("format: IDX, validation: 0.25", "format: ImageFolder");
        return folder.resolve("pictures/train/light/7.png");
    }
}
