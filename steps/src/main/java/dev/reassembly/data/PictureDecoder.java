package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG, JPEG, GIF (first frame) and BMP to 8-bit RGB. Transparent pixels are laid on white; grey samples are taken as they are
 * stored; an orientation noted in a photograph's metadata is not applied.
 */
final class PictureDecoder {
    /** Larger pictures are refused before they are unpacked: a small file can claim any size. */
    static final long MOST_PIXELS = 100_000_000;

    static {
        // Decoding needs no display, and must not look for one.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private PictureDecoder() {}

    static boolean accepts(String lowerName) {
        return lowerName.matches(".*\\.(png|jpe?g|gif|bmp)");
    }

    /**
     * @param in the file's content; left open
     * @param where names the file in errors
     */
    static Example.Image decode(InputStream in, String where) throws IOException {
        byte[] content = in.readAllBytes();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new InvalidInputException(where, "is not a PNG, JPEG, GIF or BMP picture");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return rgb(read(reader, where));
            } finally {
                reader.dispose();
            }
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The bytes are in memory, so whatever a reader throws is about them.
            throw new InvalidInputException(where, "cannot be read as a picture: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()), e);
        }
    }

    private static BufferedImage read(ImageReader reader, String where) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
            throw new InvalidInputException(where, "has " + reader.getWidth(0) + " x " + reader.getHeight(0)
                    + " pixels, more than the " + MOST_PIXELS + " allowed");
        }
        return reader.read(0);
    }

    private static Example.Image rgb(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        if (isPlain(picture)) {
            return new Example.Image(width, height, (byte[]) picture.getRaster().getDataElements(0, 0, width, height, null));
        }
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        boolean grey = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(picture.getColorModel() instanceof IndexColorModel);
        int[] row = new int[width];
        for (int y = 0, to = 0; y < height; y++) {
            if (grey) {
                greyRow(picture, y, row);
            } else {
                picture.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++, to += 3) {
                int alpha = row[x] >>> 24;
                rgb[to] = onWhite(row[x] >> 16 & 0xff, alpha);
                rgb[to + 1] = onWhite(row[x] >> 8 & 0xff, alpha);
                rgb[to + 2] = onWhite(row[x] & 0xff, alpha);
            }
        }
        return new Example.Image(width, height, rgb);
    }

    /** Whether its samples are what is wanted: bytes of red, green and blue, nothing transparent. Most files' are. */
    private static boolean isPlain(BufferedImage picture) {
        ColorModel model = picture.getColorModel();
        return model instanceof ComponentColorModel && model.getColorSpace().isCS_sRGB() && model.getNumComponents() == 3
                && model.getTransferType() == DataBuffer.TYPE_BYTE && model.getPixelSize() == 24;
    }

    /** getRGB would take grey samples for linear light and brighten them; every other reader leaves them alone. */
    private static void greyRow(BufferedImage picture, int y, int[] row) {
        Raster raster = picture.getRaster();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        for (int x = 0; x < row.length; x++) {
            int value = raster.getSample(x, y, 0) >> shift;
            int alpha = raster.getNumBands() > 1 ? raster.getSample(x, y, 1) >> shift : 255;
            row[x] = alpha << 24 | value << 16 | value << 8 | value;
        }
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
