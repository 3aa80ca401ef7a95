package dev.reassembly.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.operator.accept.RejectionReason;
import dev.reassembly.operator.event.EventReason;
import dev.reassembly.operator.status.Reason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operator.md names every reason, event and setting, and none that isn't. */
class DocumentedTest {
    private static final Path DOCUMENT = Path.of("../../docs/operator.md");

    @Test
    void everyReasonAndEvent() throws IOException {
        assertThat(firstColumn("rejection")).containsExactlyElementsOf(names(RejectionReason.values()));
        assertThat(firstColumn("reason")).containsExactlyElementsOf(names(Reason.values()));
        assertThat(firstColumn("event")).containsExactlyElementsOf(names(EventReason.values()));
    }

    @Test
    void everySetting() throws IOException {
        assertThat(firstColumn("property")).containsExactlyInAnyOrderElementsOf(
                Stream.concat(settings(WorkflowOptions.class, "reassembly"), settings(OperatorSettings.class, "reassembly")).toList());
    }

    @Test
    void everyEventsType() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (EventReason event : EventReason.values()) {
            assertThat(document).contains("| `" + event + "` | " + event.type() + " |");
        }
    }

    private static Stream<String> settings(Class<?> mapping, String prefix) {
        return Stream.of(mapping.getDeclaredMethods()).filter(method -> Modifier.isAbstract(method.getModifiers())).flatMap(method -> {
            String name = prefix + "." + kebab(method);
            return method.getReturnType() == Map.class ? Stream.of(name + ".*")
                    : method.getReturnType().isInterface() ? settings(method.getReturnType(), name) : Stream.of(name);
        });
    }

    private static String kebab(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }

    /** The first cells of the table whose first heading is this. */
    private static List<String> firstColumn(String heading) throws IOException {
        return Files.readAllLines(DOCUMENT).stream().dropWhile(line -> !line.startsWith("| " + heading + " |")).skip(2)
                .takeWhile(line -> line.startsWith("|")).map(line -> line.split("\\|")[1].strip().replace("`", "")).toList();
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }
}
