package dev.reassembly.pipeline;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.FineTuning;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.data.Split;
import dev.reassembly.data.TaskMetric;
import dev.reassembly.finetune.Evaluation;
import dev.reassembly.finetune.Evaluator;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.forward.ForwardNetwork;
import dev.reassembly.model.graph.Graph;
import dev.reassembly.model.graph.Tensor;
import dev.reassembly.model.onnx.OnnxWriter;
import dev.reassembly.probe.ModelInputs;
import dev.reassembly.publish.Lead;
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
import java.util.TreeMap;

/**
 * Takes the network within the budget that {@link PublishChoice} names, tests it and all parents, exports and verifies it, and writes what a
 * user fetches: all of it, or, when nothing is better than the zoo and that was asked for, the report that says so.
 */
final class PublishStep {
    private static final String VERSION = "6";
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
        PublishChoice choice = PublishChoice.of(candidates.chosen(), trained, run.spec.output().publishPolicy(),
                run.spec.assembly().includeParents(), (first, second) -> validationError(trained, first, second));
        Map<String, String> inputs = new TreeMap<>();
        trained.finished().forEach((name, result) -> inputs.put("finetune " + name, result.digest()));
        // What the report says of the search and of the sets, though other networks follow from other ones only.
        inputs.put("assemble", assemble.resolve().digest());
        inputs.put("partition", partition.resolve().digest());
        study.digest().ifPresent(digest -> inputs.put("study", digest));
        Map<String, Object> parameters = Map.of("name", point.subject(run.name), "output", point.folder(), "budget", point.byName(), "metric", run.spec.task().metric(),
                "winner", choice.winner().assembly().name(), "policy", run.spec.output().publishPolicy(), "zoo",
                run.zoo.stream().map(ZooMember::entry).toList());
        StepKey key = StepKey.of("publish", VERSION, point.subject(run.name), parameters, inputs);
        StepResult stored = run.resolve(key, out -> {
            RunResult result = publish(candidates, trained, choice, delivery);
            out.writeJson(RESULT, result);
        });
        RunResult result = stored.readJson(RESULT, RunResult.class);
        if (stored.hit() && !delivery.isComplete(result)) {
            run.progress.message("publish: what was delivered at " + point.folder() + " is gone or changed; delivering again");
            result = publish(candidates, trained, choice, delivery);
        }
        return new Published(result, choice.winner().assembly().name(), result.withheld() ? null : delivery.uri(Delivery.CARD),
                delivery.uri(Delivery.REPORT));
    }

    private RunResult publish(Candidates candidates, Trained trained, PublishChoice choice, Delivery delivery) throws IOException {
        Candidates.Candidate winner = choice.winner();
        Map<String, Evaluation> tested = new LinkedHashMap<>();
        for (Candidates.Candidate candidate : candidates.chosen()) {
            boolean parent = candidate.assembly().kind() == Assembly.Kind.PARENT;
            if (candidate == winner || parent && trained.finished().containsKey(candidate.assembly().name())) {
                tested.put(candidate.assembly().name(), evaluation(candidate, trained, Split.TEST));
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
        Map<String, Chain> chains = new LinkedHashMap<>();
        for (ZooMember member : run.zoo) {
            chains.put(member.name(), inspect.chain(member));
        }
        Map<String, String> steps = new TreeMap<>();
        trained.finished().forEach((name, step) -> steps.put("finetune " + name, step.hash()));
        steps.put("partition", partition.resolve().hash());
        steps.put("assemble", assemble.resolve().hash());
        Delivery.Evidence evidence = new Delivery.Evidence(candidates, chosen, List.copyOf(trained.curves().values()), chains,
                PartitionStep.matrix(partition.similarity()), partition.partition(), steps);
        RunResult found = new RunResult(point.subject(run.name), run.spec.task().metric().toString(), evaluation.metric(),
                TaskMetric.of(run.spec.task().metric()).standardError(evaluation.confusion()), evaluation.labels().length, chosen.kind(),
                winner.withinBudget(), lead(evaluation, parents, tested), run.spec.output().publishPolicy(), choice.rival(), null, chosen.blocks(),
                parents, study.trust(candidates, trained));
        if (choice.withheld()) {
            delivery.writeReport(found, evidence);
            return found;
        }
        return deliver(found, winner, evaluation, FineTuneStep.network(trained.finished().get(chosen.name())), delivery, evidence);
    }

    private RunResult deliver(RunResult found, Candidates.Candidate winner, Evaluation evaluation, Graph graph, Delivery delivery,
            Delivery.Evidence evidence) throws IOException {
        Assembly chosen = winner.assembly();
        Path folder = Files.createTempDirectory(run.scratch, "publish");
        try {
            Path model = folder.resolve(Delivery.MODEL);
            Map<String, String> metadata = new HashMap<>();
            metadata.put("task", run.spec.task().kind().toString());
            metadata.put("classes", String.join("\n", run.dataset.classes()));
            List<Path> files = OnnxWriter.write(graph, model, metadata);
            Verification verification = verify(winner, model, graph, evaluation.metric());
            verification.requireAgreement();
            RunResult result = found.with(new RunResult.Model(delivery.uri(Delivery.MODEL), Digests.sha256(model), Files.size(model),
                    parameters(graph), chosen.flops(), winner.measuredLatencyMs()));
            delivery.write(result, files, evidence, verification,
                    Provenance.parts(graph, new Candidate(run, inspect, chosen).runs(), run.spec.fineTuning().mode() == FineTuning.Mode.Full));
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

    /** @return null when no parent fits */
    private Lead lead(Evaluation best, List<RunResult.Parent> parents, Map<String, Evaluation> tested) {
        return RunResult.bestFitting(parents).map(parent -> new Lead(parent.name(), 100 * (best.metric() - parent.metric()),
                100 * TaskMetric.of(run.spec.task().metric()).differenceStandardError(best.beside(tested.get("parent-" + parent.name())), run.seed())))
                .orElse(null);
    }

    /** Counted in the network itself: the sum over its blocks may miss a shared scalar. */
    private static long parameters(Graph graph) {
        return graph.initializers().values().stream().filter(tensor -> tensor.type().isFloating()).mapToLong(Tensor::elements).sum();
    }

    /** The delivered report and its figures, by file name; what publishing left, whichever process published. */
    Map<String, byte[]> report() throws IOException {
        return new Delivery(run, point).report();
    }

    /** Of the first candidate's metric on the validation split less the second's. */
    private double validationError(Trained trained, Candidates.Candidate first, Candidates.Candidate second) throws IOException {
        return TaskMetric.of(run.spec.task().metric()).differenceStandardError(evaluation(first, trained, Split.VALIDATION)
                .beside(evaluation(second, trained, Split.VALIDATION)), run.seed());
    }

    private Evaluation evaluation(Candidates.Candidate candidate, Trained trained, Split split) throws IOException {
        return evaluate.evaluation(new Candidate(run, inspect, candidate.assembly()), trained.finished().get(candidate.assembly().name()), split);
    }

    /** On the host, whatever device trained: its products are in single precision and nothing less. */
    private Verification verify(Candidates.Candidate winner, Path model, Graph trained, double testMetric) throws IOException {
        Candidate built = new Candidate(run, inspect, winner.assembly());
        Chain.Inputs roles = built.chains().get(built.first().name()).inputs();
        try (Preprocessor preprocessor = built.first().preprocessor(run.source);
                ForwardNetwork engine = ForwardNetwork.inTrainingEngine(trained, List.of(Evaluator.LOGITS), Device.cpu(), winner.assembly().name())) {
            return Verifier.verify(model, roles, run.dataset, preprocessor, TaskMetric.of(run.spec.task().metric()), TEST_BATCH,
                    batch -> engine.run(ModelInputs.onHost(batch, roles, winner.assembly().name())).get(0).toFloats(), testMetric);
        }
    }
}
