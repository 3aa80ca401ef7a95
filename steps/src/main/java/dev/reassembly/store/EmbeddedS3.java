package dev.reassembly.store;

import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 service in this process, for demos and tests: buckets are folders, a free port of the loopback interface, keys made
 * anew at every start. What was stored stays when it is closed.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** Held here because the logging framework keeps weak references only, and a level would be forgotten. */
    private static final Logger LOG = Logger.getLogger("org.gaul");

    /** With less than this left, a file that did not fit is the likely reason of a failure. */
    private static final long LITTLE = 1L << 30;

    private final S3Proxy server;
    private final Path folder;
    private final Credentials credentials;
    private final String endpoint;

    private EmbeddedS3(S3Proxy server, Path folder, Credentials credentials) {
        this.server = server;
        this.folder = folder;
        this.credentials = credentials;
        this.endpoint = "http://127.0.0.1:" + server.getPort();
    }

    /** @param folder where the buckets are kept; made when it does not exist */
    public static EmbeddedS3 start(Path folder) throws IOException {
        LOG.setLevel(Level.OFF);
        Files.createDirectories(folder);
        Credentials credentials = new Credentials(random(10), random(20));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toAbsolutePath().toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, credentials.accessKey(), credentials.secretKey())
                .stopTimeout(0)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new StepFailedException("the embedded S3 service does not start: " + e.getMessage(), e);
        }
        return new EmbeddedS3(server, folder, credentials);
    }

    /** {@code http://127.0.0.1:port}. */
    public String endpoint() {
        return endpoint;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** A new {@link Storage} on this service; the caller closes it. */
    public Storage storage() {
        return new Storage(endpoint(), credentials);
    }

    /** Makes the bucket if there is none of this name yet, and returns its address {@code s3://name/}. */
    public String bucket(String name) throws IOException {
        Location location = Location.parse("bucket", "s3://" + name + "/");
        Files.createDirectories(folder.resolve(name));
        return location.uri();
    }

    /** Work on this service. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Does the work. What fails while little room is left on the folder's disk says so: the service itself only speaks of an internal error when it cannot
     * write.
     */
    public void serve(Work work) throws Exception {
        try {
            work.run();
        } catch (StepFailedException | IOException e) {
            throw explained(e, folder, Files.getFileStore(folder).getUsableSpace());
        }
    }

    static Exception explained(Exception failure, Path folder, long left) {
        return left >= LITTLE ? failure : new StepFailedException(failure.getMessage() + " The disk of " + folder + " has only " + (left >> 20) + " MiB left.", failure);
    }

    private static String random(int bytes) {
        byte[] content = new byte[bytes];
        new SecureRandom().nextBytes(content);
        return HexFormat.of().formatHex(content);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new StepFailedException("the embedded S3 service does not stop: " + e.getMessage(), e);
        }
    }
}
