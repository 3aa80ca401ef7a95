package dev.reassembly.cluster;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cluster on this machine, of the scripts in src/test/testbed. It ends with {@link #close}, or when this JVM ends, however that comes:
 * the scripts watch its process.
 */
final class TestBed implements AutoCloseable {
    static final Path SCRIPTS = Path.of(System.getProperty("home", ".")).toAbsolutePath().normalize().resolve("src/test/testbed");
    private static final Pattern VARIABLE = Pattern.compile("export (\\w+)=\"?([^\"]*)\"?");

    /** By this the scripts know whose test bed it is: another's is neither replaced nor ended. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TESTBED_OWNER", Long.toString(ProcessHandle.current().pid()), "JAVA_HOME", System.getProperty("java.home"));

    private TestBed() {}

    /** Builds what is not built yet and starts it, telling the console what goes on. */
    static TestBed start() {
        script("build.sh");
        TestBed bed = new TestBed();
        Runtime.getRuntime().addShutdownHook(new Thread(bed::close, "test-bed-down"));
        script("up.sh");
        return bed;
    }

    /** The variables that describe the cluster. */
    Map<String, String> settings() {
        return run("env.sh").orThrow().lines().map(VARIABLE::matcher).filter(Matcher::matches)
                .collect(Collectors.toMap(variable -> variable.group(1), variable -> variable.group(2)));
    }

    private static Output run(String name) {
        return Command.run(List.of(SCRIPTS.resolve(name).toString()), ENVIRONMENT);
    }

    private static void script(String name) {
        Deque<String> last = new ArrayDeque<>();
        int status = Command.run(List.of(SCRIPTS.resolve(name).toString()), ENVIRONMENT, line -> {
            System.out.println(line);
            last.add(line);
            if (last.size() > 12) {
                last.remove();
            }
        });
        if (status != 0) {
            throw new IllegalStateException(name + " failed: " + String.join(System.lineSeparator(), last));
        }
    }

    /** Ends it; does nothing when it has ended. */
    @Override
    public void close() {
        run("down.sh");
    }
}
