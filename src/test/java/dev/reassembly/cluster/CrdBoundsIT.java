package dev.reassembly.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The API server enforces every bound that the committed schema states. */
@OnCluster
class CrdBoundsIT {
    private static TestNamespace namespace;
    private static CommittedCrd crd;

    @BeforeAll
    static void install(TestCluster cluster) {
        namespace = TestNamespace.create(cluster.client());
        crd = CommittedCrd.install(cluster.client(), namespace);
    }

    @AfterAll
    static void remove() {
        namespace.close();
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsJustOutside() {
        return CompleteSpecs.all().stream().flatMap(object -> BrokenBound.of(CommittedCrd.specSchema(), "/spec", object).stream()
                .map(broken -> DynamicTest.dynamicTest(object.at("/metadata/name").asText() + ": " + broken.name(),
                        () -> assertThat(crd.refusal(broken.in(object))).contains(broken.path()))));
    }

    /** What no object has a field for, the test above would pass over. */
    @Test
    void everyFieldIsTried() {
        Set<String> tried = new TreeSet<>();
        CompleteSpecs.all().forEach(object -> BrokenBound.of(CommittedCrd.specSchema(), "/spec", object).forEach(broken -> tried.add(broken.name())));
        Set<String> fields = new TreeSet<>();
        fields("/spec", CommittedCrd.specSchema(), fields);
        assertThat(tried).containsAll(fields);
    }

    private static void fields(String field, JsonNode schema, Set<String> found) {
        if (schema.has("type")) {
            found.add(field + " type");
        }
        schema.path("properties").fields().forEachRemaining(child -> fields(field + "/" + child.getKey(), child.getValue(), found));
        if (schema.has("items")) {
            fields(field + "[]", schema.get("items"), found);
        }
    }
}
