package dev.reassembly.cluster.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code kubectl get --watch} in the background, as a person would leave it open. */
final class Watch implements AutoCloseable {
    private final Process process;
    private final StringBuilder printed = new StringBuilder();

    private Watch(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "kubectl-watch");
        reader.setDaemon(true);
        reader.start();
    }

    static Watch of(Installation in, String kind, String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(in.cluster.tool("kubectl"), "get", kind, name, "--namespace", in.namespace(), "--watch");
        builder.environment().put("KUBECONFIG", in.cluster.kubeconfig().toString());
        return new Watch(builder.redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line; (line = lines.readLine()) != null;) {
                synchronized (this) {
                    printed.append(line).append('\n');
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // the process was ended
        }
    }

    /** Everything printed so far, once that contains the text. */
    synchronized String untilPrinted(String text, Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (printed.indexOf(text) < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("kubectl has not printed \"" + text + "\": " + printed);
            }
            wait(left);
        }
        return printed.toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
