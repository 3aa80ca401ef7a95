package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    /** Red, green, blue, white, black and grey in a GIF that Pillow wrote. */
    private static final String GIF = "R0lGODdhAwACAIIAAP8AAAD/AAAA/////wAAAICAgAAAAAAAACwAAAAAAwACAAAICQABBBAwgECBgAA7";

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void losslessFormatsKeepEveryPixel(String format) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        int[] pixels = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x808080};
        image.setRGB(0, 0, 3, 2, pixels, 0, 3);
        Example.Image decoded = decode(format.equals("gif") ? Base64.getDecoder().decode(GIF) : file(image, format));
        assertThat(decoded.width()).isEqualTo(3);
        assertThat(decoded.height()).isEqualTo(2);
        assertThat(ints(decoded)).containsExactly(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 128, 128, 128);
    }

    @Test
    void jpegIsCloseToWhatWasWritten() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[256];
        Arrays.fill(row, 0xc83214);
        image.setRGB(0, 0, 16, 16, row, 0, 16);
        int[] decoded = ints(decode(file(image, "jpg")));
        for (int i = 0; i < decoded.length; i += 3) {
            assertThat(decoded[i]).isBetween(196, 204);
            assertThat(decoded[i + 1]).isBetween(46, 54);
            assertThat(decoded[i + 2]).isBetween(16, 24);
        }
    }

    /** A grey 128 stays 128: Java's own conversion would take it for linear light and make it 188. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greySamplesAreNotBrightened(int type) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        int unit = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 257;
        image.getRaster().setSample(0, 0, 0, 128 * unit);
        image.getRaster().setSample(1, 0, 0, 30 * unit);
        assertThat(ints(decode(file(image, "png")))).containsExactly(128, 128, 128, 30, 30, 30);
    }

    @Test
    void transparencyIsLaidOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00ff0000);
        image.setRGB(1, 0, 0x80000000);
        image.setRGB(2, 0, 0xff0a141e);
        // Half of black on white: 255 * (255 - 128) / 255 = 127.
        assertThat(ints(decode(file(image, "png")))).containsExactly(255, 255, 255, 127, 127, 127, 10, 20, 30);
    }

    @Test
    void namesFilesThatAreNoPicturesOrBroken() throws IOException {
        assertThatThrownBy(() -> decode("no picture".getBytes())).isInstanceOf(InvalidInputException.class)
                .hasMessage("cat/1.png: is not a PNG, JPEG, GIF or BMP picture");
        byte[] whole = file(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png");
        assertThatThrownBy(() -> decode(Arrays.copyOf(whole, 60))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cat/1.png: cannot be read as a picture: ");
    }

    @Test
    void refusesToUnpackEnormousPictures() throws IOException {
        byte[] png = file(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
        // Width and height stand at bytes 16 to 23 of a PNG.
        byte[] claimed = {0, 1, 0, 0, 0, 1, 0, 0};
        System.arraycopy(claimed, 0, png, 16, 8);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> decode(png)).isInstanceOf(InvalidInputException.class)
                .hasMessage("cat/1.png: has 65536 x 65536 pixels, more than the 100000000 allowed");
    }

    private static Example.Image decode(byte[] content) throws IOException {
        return PictureDecoder.decode(new ByteArrayInputStream(content), "cat/1.png");
    }

    static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    static int[] ints(Example.Image image) {
        int[] values = new int[image.rgb().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.rgb()[i] & 0xff;
        }
        return values;
    }
}
