package dev.reassembly.store;

import dev.reassembly.failure.InvalidInputException;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.MinioException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What a failed request means. A mistake becomes an {@link InvalidInputException} that names the field or address, anything
 * a retry may mend an {@link IOException}, a missing object a {@link NoSuchFileException}.
 */
final class S3Failures {
    private static final Set<String> PASSING = Set.of("InternalError", "SlowDown", "ServiceUnavailable", "RequestTimeout",
            "Throttling", "ThrottlingException", "TooManyRequests", "OperationAborted", "ConditionalRequestConflict", "IncompleteBody",
            "XMinioServerNotInitialized", "RetryHead");
    private static final Pattern BUSY = Pattern.compile("Response code: (5\\d\\d|408|429)");
    private final String endpoint;
    private final String region;
    /** Once an answer came, the address is right and a lost connection is no mistake of the user's. */
    private volatile boolean reached;

    S3Failures(String endpoint, String region) {
        this.endpoint = endpoint;
        this.region = region;
    }

    void reached() {
        reached = true;
    }

    /** The exception to throw for a failed request about the address; throws itself what no retry can mend. */
    IOException explain(String uri, Exception thrown) {
        IOException network = network(thrown);
        if (network != null) {
            return new IOException("lost the connection to " + endpoint + " at " + uri + ": " + sentence(network), network);
        }
        Exception failure = answer(thrown);
        if (failure instanceof ErrorResponseException e) {
            reached = true;
            return refused(uri, e);
        }
        if (failure instanceof ServerException e) {
            return new IOException(endpoint + " answered with status " + e.statusCode() + " for " + uri, e);
        }
        if (failure instanceof InvalidResponseException || failure instanceof XmlParserException) {
            // A proxy before the service may be the one that says 503, and in a page of its own.
            if (reached || BUSY.matcher(sentence(failure)).find()) {
                return new IOException(endpoint + " gave an answer that is not of S3 for " + uri + ": "
                        + sentence(failure).lines().findFirst().orElse(""), failure);
            }
            throw new InvalidInputException(endpoint, "answers, but not as an S3 service", failure);
        }
        return new IOException("request to " + endpoint + " for " + uri + " failed: " + sentence(failure), failure);
    }

    /**
     * After the last attempt. A service that never answered may have a wrong address, or may be down while others wait for it, as when
     * a pod starts too early; so a retry may help, and only a certificate that is not trusted is surely a mistake.
     */
    IOException giveUp(IOException last) {
        Throwable cause = last.getCause();
        if (reached || !(cause instanceof IOException)) {
            return last;
        }
        if (cause instanceof SSLException) {
            throw new InvalidInputException(endpoint, "a TLS connection fails: " + sentence(cause), cause);
        }
        if (cause instanceof UnknownHostException) {
            return new IOException(endpoint + ": there is no host of this name", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException) {
            return new IOException(endpoint + ": no S3 service can be reached there: " + sentence(cause), cause);
        }
        return last;
    }

    private IOException refused(String uri, ErrorResponseException e) {
        String code = e.errorResponse().code();
        switch (code == null ? "" : code) {
            case "NoSuchKey", "NoSuchVersion", "NoSuchUpload" -> {
                return new NoSuchFileException(uri, null, "there is no such object");
            }
            case "NoSuchBucket" -> throw new InvalidInputException(uri, "there is no bucket of this name at " + endpoint, e);
            case "InvalidAccessKeyId" -> throw new InvalidInputException(Credentials.ACCESS_KEY,
                    endpoint + " does not know this access key", e);
            case "SignatureDoesNotMatch" -> throw new InvalidInputException(Credentials.SECRET_KEY,
                    "does not belong to the given access key, says " + endpoint, e);
            case "ExpiredToken", "InvalidToken" -> throw new InvalidInputException("AWS_SESSION_TOKEN",
                    "is no longer or never was valid, says " + endpoint, e);
            case "AccessDenied", "AllAccessDisabled" -> throw new InvalidInputException(uri,
                    "the given credentials may not do this at " + endpoint, e);
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException" ->
                    throw new InvalidInputException("AWS_REGION", "'" + region + "' is not the region of " + uri, e);
            case "RequestTimeTooSkewed" -> throw new InvalidInputException(endpoint,
                    "refuses requests because this machine's clock is off", e);
            case "InvalidBucketName" -> throw new InvalidInputException(uri, "this is no valid bucket name", e);
            case "EntityTooLarge" -> throw new InvalidInputException(uri, "the object is larger than " + endpoint + " takes", e);
            default -> {
                int status = e.response() == null ? 0 : e.response().code();
                String said = "status " + status + ", " + code + ": " + e.errorResponse().message();
                if (status >= 500 || status == 408 || status == 429 || PASSING.contains(code)) {
                    return new IOException(endpoint + " cannot serve " + uri + " now: " + said, e);
                }
                throw new InvalidInputException(uri, endpoint + " refuses the request: " + said, e);
            }
        }
    }

    /** The client wraps network errors in one or two unchecked exceptions. */
    private static IOException network(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof IOException io) {
                return io;
            }
            if (t instanceof MinioException && t.getCause() == null) {
                return null;
            }
        }
        return null;
    }

    /** What the service answered, which the client wraps when parts are sent at once. */
    private static Exception answer(Exception failure) {
        Exception answer = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            answer = t instanceof MinioException e ? e : answer;
        }
        return answer;
    }

    private static String sentence(Throwable t) {
        return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
    }
}
