package dev.reassembly.data;

import dev.reassembly.store.ObjectInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over everything that decides which examples are read; every field is preceded by its length. */
final class DatasetDigest {
    private static final String VERSION = "data set 1";

    private final MessageDigest sha = StableHash.sha256();

    DatasetDigest() {
        add(VERSION);
    }

    DatasetDigest add(Object field) {
        byte[] bytes = String.valueOf(field).getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sha.update(bytes);
        return this;
    }

    DatasetDigest addAll(List<Part> parts) {
        add(parts.size());
        for (Part part : parts) {
            ObjectInfo object = part.object();
            add(part.name()).add(object.bytes()).add(object.etag()).add(part.split());
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
