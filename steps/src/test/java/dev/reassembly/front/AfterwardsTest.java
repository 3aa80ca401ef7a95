package dev.reassembly.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.front.FrontResult.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AfterwardsTest {
    private static Network network(String name, double metric, long parameters) {
        return new Network(name, metric, 0, 1, parameters, List.of());
    }

    /** From 1 k over 4 k to twice 8 k: the delivered network is the dearest and counts for the doubling above it. */
    @Test
    void theDearestNetworkCountsForADoubling() {
        Afterwards found = Afterwards.of(Cost.PARAMETERS, List.of(network("small", 0.5, 1_000), network("large", 0.7, 4_000)),
                List.of(network("dominated", 0.6, 5_000), network("new", 0.9, 8_000)), 0.1);
        assertThat(found.reference()).isEqualTo(new Hypervolume.Reference(16_000, 0.1));
        assertThat(found.parentsVolume()).isCloseTo(0.4 * 2 + 0.6 * 2, within(1e-12));
        assertThat(found.volume()).isCloseTo(0.4 * 2 + 0.6 + 0.8, within(1e-12));
        assertThat(found.front()).containsExactly("small", "large", "new");
        assertThat(found.gainPercent()).isCloseTo(10, within(1e-9));
    }

    @Test
    void nothingBetterAddsNothing() {
        Afterwards found = Afterwards.of(Cost.PARAMETERS, List.of(network("small", 0.5, 1_000), network("large", 0.7, 4_000)),
                List.of(network("parent-small", 0.5, 1_000), network("worse", 0.4, 3_000)), 0.1);
        assertThat(found.gainPercent()).isZero();
    }

    /** Area by cells: what lies between neighbouring costs and metrics is covered wholly or not at all. */
    @Test
    void isTheAreaThatSomeNetworkCovers() {
        Random random = new Random(12);
        for (int trial = 0; trial < 200; trial++) {
            List<Network> parents = networks(random, "p", 1 + random.nextInt(5));
            List<Network> delivered = networks(random, "d", random.nextInt(5));
            List<Network> all = Stream.concat(parents.stream(), delivered.stream()).toList();
            double corner = 2.0 * all.stream().mapToLong(Network::parameters).max().orElseThrow();
            Afterwards found = Afterwards.of(Cost.PARAMETERS, parents, delivered, 0.1);
            assertThat(found.parentsVolume()).isCloseTo(covered(parents, corner), within(1e-9));
            assertThat(found.volume()).isCloseTo(covered(all, corner), within(1e-9));
        }
    }

    private static List<Network> networks(Random random, String name, int size) {
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            networks.add(network(name + i, random.nextInt(11) / 10.0, 1 + random.nextInt(20)));
        }
        return networks;
    }

    private static double covered(List<Network> networks, double corner) {
        double area = 0;
        for (int cost = 1; cost < corner; cost++) {
            for (int tenth = 1; tenth < 10; tenth++) {
                double right = cost + 0.5;
                double middle = (tenth + 0.5) / 10;
                if (networks.stream().anyMatch(network -> network.parameters() <= right && network.metric() >= middle)) {
                    area += 0.1 * Math.log((cost + 1.0) / cost) / Math.log(2);
                }
            }
        }
        return area;
    }
}
