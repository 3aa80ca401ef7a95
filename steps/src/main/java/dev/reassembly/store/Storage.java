package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import io.minio.Http;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Every address a run reads or writes, {@code s3://} and {@code file://} alike. One HTTP client serves all buckets and one
 * store object each bucket. Thread safe.
 */
public final class Storage implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** More requests to one service than okhttp's 5, since whoever reads many small objects has threads of its own. */
    private static final int AT_ONCE = 32;
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final String endpoint;
    private final Credentials credentials;
    private final Retries retries;
    private final FileStore files = new FileStore(Path.of("/"));
    private final Map<String, S3Store> buckets = new ConcurrentHashMap<>();
    private OkHttpClient http;
    private MinioClient client;
    private S3Failures failures;

    /**
     * @param endpoint the S3 service, {@code http://host:port} or {@code https://host}; null when only files are used
     * @param credentials its keys; null when only files are used
     */
    public Storage(String endpoint, Credentials credentials) {
        this(endpoint, credentials, Retries.USUAL);
    }

    Storage(String endpoint, Credentials credentials, Retries retries) {
        this.endpoint = endpoint == null ? null : checked(endpoint);
        this.credentials = credentials;
        this.retries = retries;
    }

    /**
     * The endpoint from {@code S3_ENDPOINT}, {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}, the keys as in
     * {@link Credentials#fromEnvironment}. Without an endpoint only files can be used.
     */
    public static Storage fromEnvironment(Map<String, String> environment) {
        Optional<String> endpoint = Stream.of("S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .map(environment::get).filter(value -> value != null && !value.isBlank()).findFirst();
        return endpoint.map(e -> new Storage(e.strip(), Credentials.fromEnvironment(environment)))
                .orElseGet(Storage::filesOnly);
    }

    /** Storage without an S3 service. */
    public static Storage filesOnly() {
        return new Storage(null, null);
    }

    /** The store that {@link Location#key()} is a key of: the bucket, or this machine's files from {@code /} on. */
    public ObjectStore storeFor(Location location) {
        if (location instanceof Location.InBucket place) {
            return buckets.computeIfAbsent(place.bucket(), this::bucket);
        }
        return files;
    }

    /** A stream over the object; {@link InvalidInputException} when there is none at this address. */
    public InputStream open(String uri) throws IOException {
        Location location = Location.parse(uri, uri);
        try {
            return storeFor(location).open(location.key());
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(uri, e.getReason() == null ? "there is no such file" : e.getReason(), e);
        }
    }

    public Optional<ObjectInfo> stat(String uri) throws IOException {
        Location location = Location.parse(uri, uri);
        return storeFor(location).stat(location.key());
    }

    /** All objects whose addresses start with this one; their keys are as in {@link #storeFor}'s store. */
    public List<ObjectInfo> list(String uri) throws IOException {
        Location location = Location.parse(uri, uri);
        return storeFor(location).list(location.key());
    }

    private S3Store bucket(String name) {
        connect(name);
        return new S3Store(client, name, failures, retries);
    }

    private synchronized void connect(String bucket) {
        if (client != null) {
            return;
        }
        if (endpoint == null) {
            throw new InvalidInputException("S3_ENDPOINT", "is not set, but s3://" + bucket
                    + "/ needs the address of an S3 service, such as https://s3.amazonaws.com");
        }
        // Repeating is this package's business alone, or pauses would multiply; hence no interceptor of the library's.
        // Daemon threads, so that storage which nobody closed does not keep the process for a minute.
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "storage");
            thread.setDaemon(true);
            return thread;
        });
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequestsPerHost(AT_ONCE);
        OkHttpClient plain = new OkHttpClient.Builder().dispatcher(dispatcher).connectTimeout(CONNECT)
                .writeTimeout(ANSWER).readTimeout(ANSWER).protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(AT_ONCE, 1, TimeUnit.MINUTES)).build();
        try {
            // A service with a certificate of its own: SSL_CERT_FILE or SSL_CERT_DIR names its authority.
            http = Http.enableExternalCertificatesFromEnv(plain);
        } catch (MinioException e) {
            throw new InvalidInputException("SSL_CERT_FILE", "names certificates that cannot be read: " + e.getMessage(), e);
        }
        client = MinioClient.builder().endpoint(endpoint).region(credentials.region()).httpClient(http)
                .credentialsProvider(() -> new io.minio.credentials.Credentials(credentials.accessKey(),
                        credentials.secretKey(), credentials.sessionToken(), null)).build();
        client.setRetry(null, 0L, 1);
        client.disableVirtualStyleEndpoint();
        failures = new S3Failures(endpoint, credentials.region());
    }

    private static String checked(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw new InvalidInputException("endpoint", "is no address, expected http://host:port or https://host");
        }
        if (uri.getUserInfo() != null) {
            throw new InvalidInputException("endpoint", "may not hold credentials; they go into " + Credentials.ACCESS_KEY
                    + " and " + Credentials.SECRET_KEY);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
        if (!web || uri.getHost() == null || !bare || uri.getQuery() != null) {
            throw new InvalidInputException("endpoint", "'" + endpoint + "' is not of the form http://host:port or https://host");
        }
        return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }
}
