package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one side of a row is run, always in a process of its own. Exactly one of {@code jmh}, {@code java}, {@code python} and {@code script} is given.
 *
 * @param jmh a benchmark, {@code Class.method} of this package; its time is the figure {@code seconds}
 * @param java a class of this package with a main method
 * @param python a script beside the suite's file, run by the peers' interpreter
 * @param script a shell script beside the suite's file
 * @param parameters of a JMH benchmark
 * @param arguments of the others; {@code {assets}} stands for the folder of zoos and data
 */
public record Side(String jmh, String java, String python, String script, Map<String, String> parameters, List<String> arguments) {
    public Side {
        if (Stream.of(jmh, java, python, script).filter(Objects::nonNull).count() != 1) {
            throw new InvalidInputException("ours and peer", "a side has one of jmh, java, python and script");
        }
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        arguments = arguments == null ? List.of() : List.copyOf(arguments);
    }

    /** The same with a parameter or argument {@code {x}} set to a value. */
    Side at(String value) {
        return new Side(jmh, java, python, script,
                parameters.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().replace("{x}", value))),
                arguments.stream().map(a -> a.replace("{x}", value)).toList());
    }
}
