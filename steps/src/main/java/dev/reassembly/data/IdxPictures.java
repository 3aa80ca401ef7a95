package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.store.ObjectInfo;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The file format of MNIST: grey pictures in a file with "images" in its name (magic number 0x803: unsigned bytes, three
 * axes) and their classes in one beside it with "labels" (0x801), each plain or gzipped.
 */
final class IdxPictures implements SampleFormat {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int MOST_PIXELS = 1 << 26;

    private final DataSource source;

    IdxPictures(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean accepts(String lowerName) {
        return lowerName.matches(".*idx[13]-?ubyte(\\.gz)?");
    }

    @Override
    public String fileNames() {
        return "*images-idx3-ubyte and *labels-idx1-ubyte, also with .gz";
    }

    @Override
    public boolean numbersClasses() {
        return true;
    }

    @Override
    public List<Part> primary(List<Part> accepted) {
        List<Part> images = accepted.stream().filter(part -> part.fileName().contains("images")).toList();
        if (images.isEmpty()) {
            throw new InvalidInputException(accepted.get(0).name(), 
                    "has no file of pictures beside it, such as train-images-idx3-ubyte");
        }
        return images;
    }

    @Override
    public List<Part> companions(Part images) throws IOException {
        return List.of(labelsOf(images));
    }

    private Part labelsOf(Part images) throws IOException {
        String above = images.name().substring(0, images.name().length() - images.fileName().length());
        String plain = images.fileName().replace("images", "labels").replace("idx3", "idx1").replaceFirst("\\.gz$", "");
        for (String name : List.of(plain, plain + ".gz")) {
            String uri = source.sibling(images.uri(), name);
            Optional<ObjectInfo> found = source.stat(uri);
            if (found.isPresent()) {
                return new Part(uri, above + name, found.get(), images.split());
            }
        }
        throw new InvalidInputException(images.name(), "has no file of labels beside it; expected " + plain + ", also with .gz");
    }

    @Override
    public SampleReader open(Part part) throws IOException {
        Part labelled = labelsOf(part);
        DataInputStream images = new DataInputStream(Gunzip.open(source, part));
        DataInputStream labels = null;
        try {
            labels = new DataInputStream(Gunzip.open(source, labelled));
            return new Pair(images, part.name(), labels, labelled.name());
        } catch (IOException | RuntimeException e) {
            close(images, labels);
            throw e;
        }
    }

    private static void close(DataInputStream images, DataInputStream labels) throws IOException {
        try (images; labels) {
            return;
        }
    }

    /** The lengths of a file's axes. */
    private static int[] header(DataInputStream in, int magic, int axes, String name) throws IOException {
        int[] lengths = new int[axes];
        try {
            int found = in.readInt();
            if (found != magic) {
                throw new InvalidInputException(name, String.format("starts with 0x%08x, not with 0x%08x as an IDX file does"
                        + " that holds %s", found, magic, magic == IMAGES ? "pictures" : "labels"));
            }
            for (int i = 0; i < axes; i++) {
                lengths[i] = in.readInt();
            }
        } catch (EOFException e) {
            throw new InvalidInputException(name, "ends within its header", e);
        }
        return lengths;
    }

    /** A file of pictures read along with its file of labels. */
    private static final class Pair implements SampleReader {
        private final DataInputStream images;
        private final DataInputStream labels;
        private final String name;
        private final String labelsName;
        private final int count;
        private final int height;
        private final int width;
        private int read;

        Pair(DataInputStream images, String name, DataInputStream labels, String labelsName) throws IOException {
            this.images = images;
            this.labels = labels;
            this.name = name;
            this.labelsName = labelsName;
            int[] axes = header(images, IMAGES, 3, name);
            int labelled = header(labels, LABELS, 1, labelsName)[0];
            count = axes[0];
            height = axes[1];
            width = axes[2];
            if (count != labelled) {
                throw new InvalidInputException(labelsName, "has " + labelled + " labels, but " + name + " has " + count
                        + " pictures");
            }
            if (count < 0 || height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
                throw new InvalidInputException(name, "claims " + count + " pictures of " + height + " x " + width + " pixels");
            }
        }

        @Override
        public Sample next() throws IOException {
            if (read == count) {
                return null;
            }
            String id = name + "#" + read;
            byte[] samples = images.readNBytes(height * width);
            int label = labels.read();
            if (samples.length < height * width || label < 0) {
                throw new InvalidInputException(label < 0 ? labelsName : name, "ends after " + read + " of " + count
                        + (label < 0 ? " labels" : " pictures"));
            }
            read++;
            return new Sample(id, id, String.valueOf(label), new PictureFile.Grey(width, height, samples));
        }

        @Override
        public void close() throws IOException {
            IdxPictures.close(images, labels);
        }
    }
}
