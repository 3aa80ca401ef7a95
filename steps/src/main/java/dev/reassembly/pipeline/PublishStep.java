package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.Evaluation;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.publish.Provenance;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Verification;
import dev.reassembly.publish.Verifier;
import dev.reassembly.store.Digests;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Takes the best on validation within the budget, tests it and all parents, exports and verifies it, and
 * writes what a user fetches.
 */
final class PublishStep {
    private static final String VERSION = "4";
    private static final String RESULT = "result.json";
    private static final int TEST_BATCH = 32;

    private final RunContext run;
    private final BudgetPoint point;
    private final InspectStep inspect;
    private final PartitionStep partition;
    private final AssembleStep assemble;
    private final Tournament tournament;
    private final EvaluateStep evaluate;
    private final StoredStudy study;

    PublishStep(RunContext run, BudgetPoint point, InspectStep inspect, PartitionStep partition, AssembleStep assemble, Tournament tournament,
            EvaluateStep evaluate) {
        this.run = run;
        this.point = point;
        this.inspect = inspect;
        this.partition = partition;
        this.assemble = assemble;
        this.tournament = tournament;
        this.evaluate = evaluate;
        this.study = new StoredStudy(run);
    }

    Published published() throws IOException {
        Delivery delivery = new Delivery(run, point);
        delivery.requireWritable();
        Candidates candidates = assemble.candidates();
        Trained trained = tournament.all();
        boolean parentsCompete = run.spec.assembly().includeParents();
        List<String> eligible = candidates.chosen().stream().filter(Candidates.Candidate::withinBudget)
                .filter(c -> parentsCompete || c.assembly().kind() != Assembly.Kind.PARENT).map(c -> c.assembly().name())
                .filter(trained.finished()::containsKey).toList();
        requireOne(eligible, trained);
        Candidates.Candidate winner = named(candidates, trained.best(eligible));
        Map<String, String> inputs = new TreeMap<>();
        trained.finished().forEach((name, result) -> inputs.put("finetune " + name, result.digest()));
        study.digest().ifPresent(digest -> inputs.put("study", digest));
        Map<String, Object> parameters = Map.of("name", point.subject(run.name), "output", point.folder(), "budget", point.byName(), "metric", run.spec.task().metric(),
                "winner", winner.assembly().name(), "licences", run.zoo.stream().map(m -> List.of(m.name(), String.valueOf(m.entry().licence()),
                        String.valueOf(m.entry().source()))).toList());
        StepKey key = StepKey.of("publish", VERSION, point.subject(run.name), parameters, inputs);
        StepResult stored = run.resolve(key, out -> {
            RunResult result = publish(candidates, trained, winner, delivery);
            out.writeJson(RESULT, result);
        });
        RunResult result = stored.readJson(RESULT, RunResult.class);
        if (stored.hit() && !delivery.isComplete(result)) {
            run.progress.message("publish: what was delivered at " + point.folder() + " is gone or changed; delivering again");
            result = publish(candidates, trained, winner, delivery);
        }
        return new Published(result, winner.assembly().name(), delivery.uri(Delivery.CARD), delivery.uri(Delivery.REPORT));
    }

    private static void requireOne(List<String> eligible, Trained trained) {
        if (eligible.isEmpty()) {
            String reason = trained.curves().values().stream().map(FineTuneResult::diverged).filter(Objects::nonNull).findFirst()
                    .orElse("none was trained to the end");
            throw new UnmetBudgetException("spec.fineTuning.learningRate", "every network within the budget diverged: " + reason);
        }
    }

    private RunResult publish(Candidates candidates, Trained trained, Candidates.Candidate winner, Delivery delivery) throws IOException {
        Map<String, Evaluation> tested = new LinkedHashMap<>();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            boolean parent = candidate.assembly().kind() == Assembly.Kind.PARENT;
            if (candidate == winner || parent && trained.finished().containsKey(candidate.assembly().name())) {
                tested.put(candidate.assembly().name(), test(candidate, trained));
            }
        }
        List<RunResult.Parent> parents = new ArrayList<>();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            Assembly a = candidate.assembly();
            if (a.kind() == Assembly.Kind.PARENT) {
                Evaluation test = tested.get(a.name());
                Double metric = test == null ? null : test.metric();
                parents.add(new RunResult.Parent(a.blocks().get(0).model(), metric, trained.curves().get(a.name()).bestMetric(), a.parameters(), a.flops(),
                        candidate.measuredLatencyMs(), candidate.withinBudget(),
                        test == null ? null : TaskMetric.of(run.spec.task().metric()).standardError(test.confusion())));
            }
        }
        Assembly chosen = winner.assembly();
        Evaluation evaluation = tested.get(chosen.name());
        Path folder = Files.createTempDirectory(run.scratch, "publish");
        try {
            Graph graph = FineTuneStep.network(trained.finished().get(chosen.name()));
            Path model = folder.resolve(Delivery.MODEL);
            Map<String, String> metadata = new HashMap<>();
            metadata.put("task", run.spec.task().kind().toString());
            metadata.put("classes", String.join("\n", run.dataset.classes()));
            List<Path> files = OnnxWriter.write(graph, model, metadata);
            Verification verification = verify(winner, model, evaluation);
            verification.requireAgreement();
            int examples = evaluation.labels().length;
            double metric = evaluation.metric();
            RunResult result = new RunResult(point.subject(run.name), run.spec.task().metric().toString(), metric,
                    TaskMetric.of(run.spec.task().metric()).standardError(evaluation.confusion()), examples,
                    chosen.kind(), winner.withinBudget(), RunResult.bestFitting(parents).map(parent -> metric - parent.metric()).orElse(null),
                    new RunResult.Model(delivery.uri(Delivery.MODEL), Digests.sha256(model), Files.size(model), parameters(graph), chosen.flops(),
                            winner.measuredLatencyMs()),
                    chosen.blocks(), parents, study.trust(candidates, trained));
            Map<String, Chain> chains = new LinkedHashMap<>();
            for (ZooMember member : run.zoo) {
                chains.put(member.name(), inspect.chain(member));
            }
            Map<String, String> steps = new TreeMap<>();
            trained.finished().forEach((name, step) -> steps.put("finetune " + name, step.hash()));
            steps.put("partition", partition.resolve().hash());
            steps.put("assemble", assemble.resolve().hash());
            delivery.write(result, files, new Delivery.Evidence(candidates, chosen, List.copyOf(trained.curves().values()), chains,
                    PartitionStep.matrix(partition.similarity()), partition.partition(), verification, steps,
                    Provenance.parts(graph, new Candidate(run, inspect, chosen).runs(), run.spec.fineTuning().mode() == FineTuning.Mode.Full)));
            return result;
        } finally {
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Counted in the network itself: the sum over its blocks may miss a shared scalar. */
    private static long parameters(Graph graph) {
        return graph.initializers().values().stream().filter(tensor -> tensor.type().isFloating()).mapToLong(Tensor::elements).sum();
    }

    /** The delivered report and its figures, by file name; what publishing left, whichever process published. */
    Map<String, byte[]> report() throws IOException {
        return new Delivery(run, point).report();
    }

    private static Candidates.Candidate named(Candidates candidates, String name) {
        return candidates.chosen().stream().filter(c -> c.assembly().name().equals(name)).findFirst().orElseThrow();
    }

    private Evaluation test(Candidates.Candidate candidate, Trained trained) throws IOException {
        return evaluate.evaluation(new Candidate(run, inspect, candidate.assembly()), trained.finished().get(candidate.assembly().name()), Split.TEST);
    }

    private Verification verify(Candidates.Candidate winner, Path model, Evaluation engine) throws IOException {
        Candidate built = new Candidate(run, inspect, winner.assembly());
        Chain.Inputs roles = built.chains().get(built.first().name()).inputs();
        try (Preprocessor preprocessor = built.first().preprocessor(run.source)) {
            return Verifier.verify(model, roles, run.dataset, preprocessor, TaskMetric.of(run.spec.task().metric()), TEST_BATCH, engine.ids(),
                    engine.logits(), engine.metric());
        }
    }
}
