package dev.reassembly.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP proxy before an S3 service that is busy at times or cuts answers off. Requests keep their Host header. */
final class FlakyProxy implements AutoCloseable {
    private static final Set<String> OWN = Set.of("connection", "transfer-encoding", "content-length", "date");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    private FlakyProxy(String target, String query, AtomicInteger busy, AtomicInteger cuts, int cutAfter) throws IOException {
        // Signatures cover the Host header, and this client may then send the one of the proxy.
        System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (String.valueOf(exchange.getRequestURI().getQuery()).contains(query) && busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(503, -1);
                } else {
                    pass(exchange, target, cuts, cutAfter);
                }
            }
        });
        server.start();
    }

    static FlakyProxy before(String target, AtomicInteger busy) throws IOException {
        return beforeQueries(target, "", busy);
    }

    /** Busy for requests with this in their query. */
    static FlakyProxy beforeQueries(String target, String query, AtomicInteger busy) throws IOException {
        return new FlakyProxy(target, query, busy, new AtomicInteger(), 0);
    }

    static FlakyProxy cuttingBodies(String target, int cuts, int after) throws IOException {
        return new FlakyProxy(target, "", new AtomicInteger(), new AtomicInteger(cuts), after);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The Range headers of reads of objects, in order; {@code all} for one without. */
    List<String> ranges() {
        return ranges;
    }

    private void pass(HttpExchange exchange, String target, AtomicInteger cuts, int cutAfter) throws IOException {
        String method = exchange.getRequestMethod();
        HttpURLConnection call = (HttpURLConnection) URI.create(target + exchange.getRequestURI()).toURL().openConnection();
        call.setRequestMethod(method);
        exchange.getRequestHeaders().forEach((name, values) -> values.forEach(value -> call.addRequestProperty(name, value)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            call.setDoOutput(true);
            call.setFixedLengthStreamingMode(body.length);
            call.getOutputStream().write(body);
        }
        int status = call.getResponseCode();
        call.getHeaderFields().forEach((name, values) -> {
            if (name != null && !OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        if (method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", call.getHeaderField("Content-Length"));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] answer = (status < 400 ? call.getInputStream() : call.getErrorStream()).readAllBytes();
        boolean read = method.equals("GET") && exchange.getRequestURI().getQuery() == null;
        if (read) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range == null ? "all" : range);
        }
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        boolean cut = read && cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        exchange.getResponseBody().write(answer, 0, cut ? Math.min(cutAfter, answer.length) : answer.length);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
