package dev.reassembly.model.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights that lie in files beside the model. They are memory-mapped read-only: pages are read when touched and may be
 * dropped again, so they cost address space and not memory. Only regular files inside the model's own folder are opened.
 */
final class ExternalData {
    private final Path folder;
    private final String subject;
    private final Map<Path, ByteBuffer> whole = new HashMap<>();

    ExternalData(Path modelFile, String subject) {
        this.folder = modelFile.toAbsolutePath().normalize().getParent();
        this.subject = subject;
    }

    /** The bytes of a tensor that needs exactly {@code expected} of them. */
    ByteBuffer bytes(TensorProto tensor, String what, long expected) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = entries.get("location");
        Path file = resolve(location, what);
        long offset = number(entries, "offset", 0, what);
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            // Written without a sum that could overflow.
            long length = number(entries, "length", Math.max(0, size - offset), what);
            if (offset > size || length > size - offset) {
                throw refuse(what, "its external data is bytes " + offset + " to " + offset + "+" + length + " of '" + location
                        + "', which has only " + size + " bytes");
            }
            if (length != expected) {
                throw refuse(what, "it needs " + expected + " bytes but its external data in '" + location + "' has " + length);
            }
            return map(channel, file.toRealPath(), size, offset, length);
        } catch (IOException e) {
            throw new InvalidInputException(subject, what + " cannot be read from '" + location + "': " + e.getMessage(), e);
        }
    }

    private ByteBuffer map(FileChannel channel, Path file, long size, long offset, long length) throws IOException {
        if (size > Integer.MAX_VALUE) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        }
        ByteBuffer all = whole.get(file);
        if (all == null) {
            all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            whole.put(file, all);
        }
        return all.slice((int) offset, (int) length);
    }

    private Path resolve(String location, String what) {
        if (location == null || location.isEmpty()) {
            throw refuse(what, "its external data has no location");
        }
        try {
            Path relative = Path.of(location);
            boolean climbs = relative.isAbsolute() || location.startsWith("\\") || location.matches("[A-Za-z]:.*");
            for (String part : location.split("[/\\\\]")) {
                climbs |= part.equals("..");
            }
            if (climbs) {
                throw refuse(what, "its external data lies at '" + location + "'; only files inside the model's folder are read");
            }
            Path file = folder.resolve(relative);
            if (!Files.exists(file)) {
                throw refuse(what, "its external data file '" + location + "' is missing beside the model");
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw refuse(what, "its external data file '" + location + "' is a link that leaves the model's folder");
            }
            if (!Files.isRegularFile(file)) {
                throw refuse(what, "its external data '" + location + "' is not a regular file");
            }
            return file;
        } catch (InvalidPathException | IOException e) {
            throw new InvalidInputException(subject, what + ": its external data location '" + location + "' cannot be used: "
                    + e.getMessage(), e);
        }
    }

    private long number(Map<String, String> entries, String key, long otherwise, String what) {
        String text = entries.get(key);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the text that was found.
        }
        throw refuse(what, "the " + key + " of its external data is '" + text + "'; a whole number of bytes is needed");
    }

    private InvalidInputException refuse(String what, String problem) {
        return new InvalidInputException(subject, what + ": " + problem);
    }
}
