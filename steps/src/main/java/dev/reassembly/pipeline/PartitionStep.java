package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.PartitionSpec;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.partition.Balance;
import dev.reassembly.partition.Partition;
import dev.reassembly.partition.PartitionOptions;
import dev.reassembly.partition.PartitionProblem;
import dev.reassembly.partition.PartitionSearch;
import dev.reassembly.partition.SizeBound;
import dev.reassembly.partition.Solver;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.similarity.CutGrams;
import dev.reassembly.similarity.CutSimilarity;
import dev.reassembly.similarity.SimilarityMatrix;
import dev.reassembly.store.StepResult;
import dev.reassembly.store.StepKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares all cuts of the zoo and groups blocks into equivalence sets. */
final class PartitionStep {
    private static final String VERSION = "1";
    private static final String PARTITION = "partition.json";
    private static final String SIMILARITY = "similarity.bin";

    private final RunContext run;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionSpec.Solver solver;

    PartitionStep(RunContext run, InspectStep inspect, ProbeStep probe) {
        this(run, inspect, probe, run.spec.partition().solver());
    }

    /** @param solver instead of the specification's */
    PartitionStep(RunContext run, InspectStep inspect, ProbeStep probe, PartitionSpec.Solver solver) {
        this.run = run;
        this.inspect = inspect;
        this.probe = probe;
        this.solver = solver;
    }

    Partition partition() throws IOException {
        return resolve().readJson(PARTITION, Partition.class);
    }

    SimilarityMatrix similarity() throws IOException {
        try (InputStream in = resolve().open(SIMILARITY)) {
            return SimilarityMatrix.read(in, "the zoo's similarity");
        }
    }

    /** @param probes digests of the models' probes, by name */
    StepKey key(Map<String, String> probes) {
        PartitionSpec spec = run.spec.partition();
        return StepKey.of("partition", VERSION, run.name, Map.of("blocks", spec.blocks(), "balance", spec.balance(), "tolerance",
                spec.tolerance(), "solver", solver, "restarts", spec.restarts(), "seed", run.seed(), "zoo",
                run.zoo.stream().map(ZooMember::name).toList()), probes);
    }

    StepResult resolve() throws IOException {
        Map<String, String> probes = new LinkedHashMap<>();
        for (ZooMember member : run.readableZoo()) {
            probes.put(member.name(), probe.resolve(member).digest());
        }
        return run.resolve(key(probes), out -> {
            List<CutGrams> grams = new ArrayList<>();
            for (ZooMember member : run.zoo) {
                ProbeResult result = probe.probe(member);
                grams.add(result.cutGrams());
            }
            SimilarityMatrix similarity = CutSimilarity.compute(grams);
            if (similarity.negatives() > 0) {
                run.progress.message("similarity: " + similarity.negatives() + " negative estimates were set to 0");
            }
            PartitionOptions options = options(run.spec.partition());
            PartitionProblem problem = problem(similarity, options.balance());
            for (SizeBound bound : PartitionSearch.bounds(problem, options)) {
                if (bound.relaxed()) {
                    run.progress.message("partition: " + bound.sentence(options.balance()));
                }
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            similarity.write(bytes);
            out.write(SIMILARITY, bytes.toByteArray());
            out.writeJson(PARTITION, PartitionSearch.solve(problem, options));
        });
    }

    private PartitionOptions options(PartitionSpec spec) {
        Balance balance = switch (spec.balance()) {
            case Parameters -> Balance.PARAMETERS;
            case Flops -> Balance.FLOPS;
            case Layers -> Balance.LAYERS;
        };
        Solver found = switch (solver) {
            case DynamicProgramming -> Solver.DYNAMIC_PROGRAMMING;
            case KernighanLin -> Solver.KERNIGHAN_LIN;
        };
        return new PartitionOptions(spec.blocks(), balance, spec.tolerance(), found, spec.restarts(), run.seed(),
                Runtime.getRuntime().availableProcessors());
    }

    private PartitionProblem problem(SimilarityMatrix similarity, Balance balance) throws IOException {
        List<PartitionProblem.Model> models = new ArrayList<>();
        for (ZooMember member : run.zoo) {
            models.add(new PartitionProblem.Model(member.name(), inspect.chain(member).layers().stream().map(l -> size(l, balance)).toList()));
        }
        return new PartitionProblem(models, matrix(similarity));
    }

    /** Rows for all cuts of all models, cut 0 included. */
    static double[][] matrix(SimilarityMatrix similarity) {
        int size = similarity.cuts().stream().mapToInt(cuts -> cuts + 1).sum();
        double[][] matrix = new double[size][size];
        int row = 0;
        for (int i = 0; i < similarity.models().size(); i++) {
            for (int a = 0; a <= similarity.cuts().get(i); a++, row++) {
                int column = 0;
                for (int j = 0; j < similarity.models().size(); j++) {
                    for (int b = 0; b <= similarity.cuts().get(j); b++, column++) {
                        matrix[row][column] = similarity.lookup(i, a, j, b);
                    }
                }
            }
        }
        return matrix;
    }

    private static long size(Layer layer, Balance balance) {
        return switch (balance) {
            case PARAMETERS -> layer.parameters();
            case FLOPS -> layer.flops();
            case LAYERS -> 1L;
        };
    }
}
