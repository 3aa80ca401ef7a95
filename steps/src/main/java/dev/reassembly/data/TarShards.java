package dev.reassembly.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * WebDataset tar shards: neighbouring entries with one stem (the path up to the first dot of the file's name) are a sample. The
 * class is in {@code cls} or {@code txt}, or in {@code json}: a value by itself, or the label field of an object. Other
 * entries are passed over.
 */
final class TarShards implements SampleFormat {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 256 << 20;
    private static final int LARGEST_LABEL = 1 << 20;

    private final DataSource source;
    private final String labelField;

    TarShards(DataSource source, String labelField) {
        this.source = source;
        this.labelField = labelField;
    }

    @Override
    public boolean accepts(String lowerName) {
        return lowerName.matches(".*\\.(tar(\\.gz)?|tgz)");
    }

    @Override
    public String fileNames() {
        return "*.tar, *.tar.gz, *.tgz";
    }

    @Override
    public boolean numbersClasses() {
        return true;
    }

    @Override
    public SampleReader open(Part part) throws IOException {
        return new Shard(new TarArchiveInputStream(Gunzip.open(source, part), "UTF-8"), part.name());
    }

    private final class Shard implements SampleReader {
        private final TarArchiveInputStream tar;
        private final String name;
        /** The entry that was met when the sample before it ended. */
        private TarArchiveEntry ahead;
        private boolean started;

        Shard(TarArchiveInputStream tar, String name) {
            this.tar = tar;
            this.name = name;
        }

        @Override
        public Sample next() throws IOException {
            if (!started) {
                started = true;
                ahead = entry();
            }
            if (ahead == null) {
                return null;
            }
            String stem = stem(ahead.getName());
            String where = name + " sample " + stem;
            byte[] picture = null;
            String label = null;
            for (; ahead != null && stem(ahead.getName()).equals(stem); ahead = entry()) {
                String ending = ahead.getName().substring(stem.length()).toLowerCase(Locale.ROOT);
                if (PictureDecoder.accepts(ending)) {
                    picture = once(picture, content(where, LARGEST), where, "picture");
                } else if (ending.matches("\\.(cls|txt|json)")) {
                    label = once(label, label(ending, content(where, LARGEST_LABEL), where), where, "label");
                }
            }
            if (picture == null || label == null) {
                throw new InvalidInputException(where, picture == null ? "has no png, jpg, jpeg, gif or bmp entry"
                        : "has no cls, txt or json entry with its class");
            }
            return new Sample(name + "/" + stem, where, label, new PictureFile.Read(picture, where));
        }

        private TarArchiveEntry entry() throws IOException {
            try {
                TarArchiveEntry entry;
                do {
                    entry = tar.getNextEntry();
                } while (entry != null && !entry.isFile());
                return entry;
            } catch (IOException | IllegalArgumentException e) {
                throw damaged(e);
            }
        }

        private byte[] content(String where, int largest) throws IOException {
            if (ahead.getSize() > largest) {
                throw new InvalidInputException(where, "has an entry " + ahead.getName() + " of " + ahead.getSize()
                        + " bytes, more than the " + largest + " allowed");
            }
            byte[] content;
            try {
                content = tar.readAllBytes();
            } catch (IOException e) {
                throw damaged(e);
            }
            if (content.length != ahead.getSize()) {
                throw new InvalidInputException(name, "ends within the entry " + ahead.getName());
            }
            return content;
        }

        private InvalidInputException damaged(Exception e) {
            return new InvalidInputException(name, "is not a whole tar file: " + e.getMessage(), e);
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }

    private static <T> T once(T before, T now, String where, String what) {
        if (before != null) {
            throw new InvalidInputException(where, "has more than one " + what);
        }
        return now;
    }

    private static String stem(String entry) {
        int dot = entry.indexOf('.', entry.lastIndexOf('/') + 1);
        return dot < 0 ? entry : entry.substring(0, dot);
    }

    private String label(String ending, byte[] content, String where) throws IOException {
        if (!ending.equals(".json")) {
            return new String(content, StandardCharsets.UTF_8).strip();
        }
        try {
            JsonNode node = JSON.readTree(content);
            JsonNode value = node.isObject() ? node.path(labelField) : node;
            if (value.isTextual() || value.isIntegralNumber()) {
                return value.asText();
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(where, "has a json entry that is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new InvalidInputException(where, "has a json entry that is neither a class nor an object with a field '"
                + labelField + "' that names one");
    }
}
