package dev.reassembly.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.compose.Composer;
import dev.reassembly.model.compose.Composition;
import dev.reassembly.model.compose.Head;
import dev.reassembly.model.compose.Part;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.NominalInput;
import dev.reassembly.model.cut.PositionGrid;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnxruntime.FrozenNetwork;
import dev.reassembly.model.onnxruntime.RefusedGraphException;
import dev.reassembly.model.run.Network;
import dev.reassembly.model.run.NetworkLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Mutated models through everything that an unknown model goes through: read, cut, set anew with a head, load, one forward
 * pass of two samples in each engine. It ends in a model or in one sentence, soon, and within bounded memory. A crash of the JVM ends the
 * test run; the file that did it is left as {@code target/fuzz/case.onnx}.
 *
 * <p>{@code -Dfuzz.rounds=100} makes a hundred times as many cases.
 */
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1);
    /** Of processor time: where cores are shared a clock on the wall says nothing. */
    private static final long SECONDS = 30;
    /** Of waiting, for a case that does nothing at all. */
    private static final long PATIENCE = 900;
    /** What a case may add to the process's memory: all tensors that may be alive at once, and one more on the way to another. */
    private static final long MEMORY = 10L << 30;
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final List<FuzzSeeds.Seed> SEEDS = FuzzSeeds.all();
    private static Thread runner;
    private static final ExecutorService RUNNER = Executors.newSingleThreadExecutor(task -> {
        runner = new Thread(task, "fuzz");
        runner.setDaemon(true);
        return runner;
    });
    private static int models;
    private static int refusals;
    private static int frozenRuns;

    @Property(tries = 700, seed = "1", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void damagedFilesEndInAModelOrASentence(@ForAll long seed) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(seed + round);
            FuzzSeeds.Seed start = any(random);
            byte[] bytes = new ByteMutations(random).mutate(start.model().toByteArray(), any(random).model().toByteArray());
            check(bytes, start, "bytes of " + start.name() + ", seed " + (seed + round));
        }
    }

    @Property(tries = 1500, seed = "1", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void changedGraphsEndInAModelOrASentence(@ForAll long seed) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(seed + round);
            FuzzSeeds.Seed start = any(random);
            ModelProto mutated = GraphMutations.mutate(random, start.model());
            check(mutated.toByteArray(), start, "graph of " + start.name() + ", seed " + (seed + round));
        }
    }

    /** Else nothing but the reader was tried. */
    @AfterContainer
    static void someOfEachCameOut() {
        assertThat(models).as("models among %d cases", models + refusals).isGreaterThan(100 * ROUNDS);
        assertThat(refusals).isGreaterThan(500 * ROUNDS);
        assertThat(frozenRuns).as("runs in ONNX Runtime among %d models", models).isGreaterThan(100 * ROUNDS);
    }

    /** The trimmed real model is a hundred times as large as the others, so it comes up less. */
    private static FuzzSeeds.Seed any(SplittableRandom random) {
        int last = SEEDS.size() - 1;
        return random.nextInt(20) == 0 ? SEEDS.get(last) : SEEDS.get(random.nextInt(last));
    }

    private static void check(byte[] bytes, FuzzSeeds.Seed seed, String what) throws Exception {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve("case.onnx");
        Files.deleteIfExists(file); // A new file: the mapping of the one before may still be open.
        Files.write(file, bytes);
        Memory memory = Memory.start();
        try {
            await(RUNNER.submit(() -> through(file, seed.input())), what);
            models++;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).as(what).isExactlyInstanceOf(InvalidInputException.class);
            assertThat(e.getCause().getMessage()).as(what).isNotBlank().hasSizeLessThanOrEqualTo(4096).contains(": ");
            refusals++;
        }
        assertThat(memory.grown()).as("bytes of memory that %s took", what).isLessThan(MEMORY);
    }

    private static void await(Future<?> run, String what) throws InterruptedException, ExecutionException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(runner.getId());
        for (int waited = 0; waited < PATIENCE; waited++) {
            try {
                run.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (threads.getThreadCpuTime(runner.getId()) - before > SECONDS * 1_000_000_000L) {
                    break;
                }
            }
        }
        throw new AssertionError(what + " is not done after " + SECONDS + " s of processor time, or not at all");
    }

    private static void through(Path file, NominalInput input) {
        Graph graph = PositionGrid.adapt("m", OnnxReader.read(file, "zoo[1]"), input);
        Chain chain = ChainBuilder.build("m", graph, input, null);
        Composition composition = Composer.compose(List.of(new Part(new BlockRef("m", 0, chain.layers().size()), graph, chain)),
                List.of(false), new Head(3), 1);
        OnnxWriter.toBytes(composition.graph());
        try (Network network = NetworkLoader.load(composition.graph(), Device.cpu());
                NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> samples = samples(scope, input, composition.roles());
            network.run(scope, samples, List.of("logits"), Network.Mode.INFERENCE);
            frozen(composition.graph(), samples);
        }
    }

    /** ONNX Runtime may refuse what the training engine takes, but it must survive it. */
    private static void frozen(Graph graph, Map<String, NDArray> samples) {
        Map<String, Tensor> inputs = new HashMap<>();
        samples.forEach((name, sample) -> inputs.put(name, dev.reassembly.model.run.Tensors.toHost(sample)));
        try (FrozenNetwork frozen = FrozenNetwork.open(graph, 1)) {
            frozen.run(inputs);
            frozenRuns++;
        } catch (RefusedGraphException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static Map<String, NDArray> samples(NDManager scope, NominalInput nominal, Chain.Inputs roles) {
        Map<String, NDArray> inputs = new HashMap<>();
        if (nominal instanceof NominalInput.Image image) {
            inputs.put(roles.image(), scope.ones(new Shape(2, image.channels(), image.height(), image.width())));
            return inputs;
        }
        Shape shape = new Shape(2, ((NominalInput.Text) nominal).length());
        for (String name : new String[] {roles.ids(), roles.mask(), roles.types()}) {
            if (name != null) {
                inputs.put(name, name.equals(roles.types()) ? scope.zeros(shape, DataType.INT64) : scope.ones(shape, DataType.INT64));
            }
        }
        return inputs;
    }

    /** The process's resident memory, native memory included. */
    private record Memory(long before) {
        static Memory start() throws IOException {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // forgets the peak so far
            return new Memory(status("VmRSS"));
        }

        long grown() throws IOException {
            return status("VmHWM") - before;
        }

        private static long status(String key) throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
        }
    }
}
