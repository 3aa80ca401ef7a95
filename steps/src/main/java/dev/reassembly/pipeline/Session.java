package dev.reassembly.pipeline;

import ai.djl.Device;
import dev.reassembly.api.v1alpha1.ModelReassembly;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.data.DataSource;
import dev.reassembly.data.Dataset;
import dev.reassembly.data.Datasets;
import dev.reassembly.data.Split;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.run.Devices;
import dev.reassembly.progress.Progress;
import dev.reassembly.report.ChainDrawing;
import dev.reassembly.store.ContentRecords;
import dev.reassembly.store.LocalCopies;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import dev.reassembly.store.StepCache;
import dev.reassembly.store.Storage;
import dev.reassembly.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One ModelReassembly on this machine: its steps, run on demand, and what they say to people. */
public final class Session implements AutoCloseable {
    /** Environment variable by which the operator tells all pods of a workflow what kind of device is in their keys: {@code gpu} where any of them gets one. */
    private static final String DEVICE_KIND = "REASSEMBLY_DEVICE_KIND";
    private final RunContext run;
    private final InspectStep inspect;
    private final ProbeStep probe;
    private final PartitionStep partition;
    private final BudgetRuns budgets;
    private final TrainingTasks tasks;
    private final StudyStep study;
    private final PairedNetworks pairs;
    private final Storage storage;
    private final WorkFolder work;

    private Session(RunContext run, Storage storage, WorkFolder work) {
        this.run = run;
        this.storage = storage;
        this.work = work;
        inspect = new InspectStep(run);
        probe = new ProbeStep(run, inspect);
        partition = new PartitionStep(run, inspect, probe);
        budgets = new BudgetRuns(run, inspect, probe, partition, new StitchStep(run));
        tasks = new TrainingTasks(run, budgets);
        study = new StudyStep(run, partition);
        pairs = new PairedNetworks(run, inspect, partition);
    }

    /**
     * Reads the file, finds out what the zoo's files hold and opens the data set.
     *
     * @param storage closed with the session
     */
    public static Session open(Path file, SessionOptions options, Storage storage, Progress progress) throws IOException {
        ModelReassembly resource = ResourceFile.read(file);
        ModelReassemblySpec spec = resource.getSpec();
        TextLengths.requireOne(spec);
        BudgetPoint.of(spec).forEach(BudgetPoint::bounds);
        Location root = Location.parse("--store", root(options.store(), spec));
        ObjectStore store = storage.storeFor(root);
        Device device = Devices.parse(options.device());
        String deviceKind = Objects.requireNonNullElse(System.getenv(DEVICE_KIND), device.getDeviceType());
        Path scratch = Files.createDirectories(Objects.requireNonNullElseGet(options.scratch(),
                () -> Path.of(System.getProperty("java.io.tmpdir"), "reassembly")).toAbsolutePath());
        StepCache cache = new StepCache(store, root.key(), scratch, progress);
        List<ZooMember> zoo = zoo(spec, new ZooFiles(new LocalCopies(storage, scratch),
                new ContentRecords(store, root.key(), storage)));
        Dataset dataset = Datasets.open(spec.task().dataset(), spec.seed(), DataSource.of(storage));
        String name = resource.getMetadata().getName();
        progress.message(name + ": " + zoo.size() + " models, " + dataset.size(Split.TRAIN) + " training, "
                + dataset.size(Split.VALIDATION) + " validation and " + dataset.size(Split.TEST)
                + " test examples in " + dataset.classes().size() + " classes, device " + device);
        WorkFolder work = WorkFolder.in(scratch);
        return new Session(new RunContext(name, spec, storage, cache, device, deviceKind, progress, work.path(), options.fresh(), zoo, dataset), storage, work);
    }

    private static String root(String given, ModelReassemblySpec spec) {
        if (given != null) {
            return given;
        }
        if (spec.storage() == null || spec.storage().bucket() == null) {
            throw new InvalidInputException("--store", "is missing, and the file has no spec.storage.bucket; give s3://bucket/prefix or file:///folder");
        }
        return "s3://" + spec.storage().bucket() + "/" + Objects.requireNonNullElse(spec.storage().prefix(), "");
    }

    private static List<ZooMember> zoo(ModelReassemblySpec spec, ZooFiles files) {
        List<ZooMember> zoo = new ArrayList<>();
        for (int i = 0; i < spec.zoo().size(); i++) {
            zoo.add(new ZooMember(spec.zoo().get(i), "spec.zoo[" + i + "]", files));
        }
        return zoo;
    }

    /** The run's time and cache hits so far. */
    public StepClock clock() {
        return run.clock();
    }

    /** @param model only this one, or null for all */
    public String inspect(String model) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ZooMember member : members(model)) {
            text.append(Listing.chain(inspect.chain(member)));
        }
        return text.toString();
    }

    /**
     * @param model only this one, or null for all
     * @return by model its layers and cuts as an SVG picture
     */
    public Map<String, String> drawings(String model) throws IOException {
        Map<String, String> drawings = new LinkedHashMap<>();
        for (ZooMember member : members(model)) {
            drawings.put(member.name(), ChainDrawing.draw(inspect.chain(member)));
        }
        return drawings;
    }

    /** @param model only this one, or null for all */
    public String probe(String model) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ZooMember member : members(model)) {
            text.append(Listing.probe(probe.probe(member)));
        }
        return text.toString();
    }

    public String partition() throws IOException {
        return Listing.partition(partition.partition());
    }

    public String assemble() throws IOException {
        StringBuilder text = new StringBuilder();
        for (BudgetRun budget : budgets.met()) {
            text.append(Listing.budget(budget.point())).append(Listing.candidates(budget.assemble().candidates()));
        }
        return text.toString();
    }

    /** Searches, building no more than it takes to choose: what competes, for people. */
    public String search() throws IOException {
        StringBuilder text = new StringBuilder();
        for (BudgetRun budget : budgets.met()) {
            text.append(Listing.budget(budget.point())).append(Listing.entrants(budget.assemble().entrants()));
        }
        return text.toString();
    }

    /** Names of all that the first rung trains: contenders, then baselines; only these where they teach. */
    public List<String> tasks() throws IOException {
        return tasks.names();
    }

    public String fineTune() throws IOException {
        for (BudgetRun budget : budgets.met()) {
            budget.assemble().candidates();
        }
        Map<String, FineTuneResult> curves = new LinkedHashMap<>();
        for (BudgetRun budget : budgets.met()) {
            curves.putAll(budget.tournament().all().curves());
        }
        return Listing.trained(curves);
    }

    /**
     * Trains one candidate through one rung.
     *
     * @param rung from 1, or from 0 where teachers are trained first; a candidate that has nothing to do in it is no error
     * @throws InvalidInputException when there is no such candidate or rung, naming what there is
     */
    public String fineTune(String candidate, int rung) throws IOException {
        return tasks.train(candidate, rung).map(curve -> Listing.trained(Map.of(candidate, curve)))
                .orElseGet(() -> candidate + " has nothing to do in rung " + rung + System.lineSeparator());
    }

    /** The contenders that go on to the rung after this one, by budget the best first; none after the last. */
    public List<String> halve(int rung) throws IOException {
        return tasks.survivors(rung);
    }

    public RunOutcome publish() throws IOException {
        return budgets.isOnlyOne() ? budgets.all().get(0).publish().published() : new FrontDelivery(run, budgets).published();
    }

    /**
     * Which score predicts the metric after training.
     *
     * @param assemblies how many are drawn and trained
     * @param seeds how often each is trained
     */
    public Study study(int assemblies, int seeds) throws IOException {
        return study.study(assemblies, seeds);
    }

    /** Names of the zoo's models, in its order. */
    public List<String> models() {
        return run.zoo.stream().map(ZooMember::name).toList();
    }

    /**
     * The first block of one model stitched to the last of another, trained and tested, as both of them are; the budget is ignored.
     *
     * @throws InvalidInputException when the partition is not in two blocks
     */
    public NetworkPair pair(String front, String back) throws IOException {
        return pairs.measure(front, back);
    }

    /** Names of the run's budgets. */
    public List<String> budgets() {
        return budgets.all().stream().map(budget -> budget.point().name()).toList();
    }

    /** The bound of multiply-accumulates of a budget, or null. */
    public Long flops(String budget) {
        return budget(budget).point().bounds().flops();
    }

    public int classes() {
        return run.dataset.classes().size();
    }

    /**
     * What the network published for a budget is compared with.
     *
     * @param all whether controls are trained; else only what the run has trained to the end is tested
     * @return metrics on the test split, without those that there is no network for
     */
    public Map<Control, Double> controls(String budget, boolean all) throws IOException {
        return new Controls(run, inspect).measure(budget(budget), partition, all);
    }

    private BudgetRun budget(String name) {
        return budgets.all().stream().filter(budget -> budget.point().name().equals(name)).findFirst().orElseThrow();
    }

    /** The published report and its figures, by file name; with several budgets the front's, and those of each in a folder of its name. */
    public Map<String, byte[]> report() throws IOException {
        return budgets.isOnlyOne() ? budgets.all().get(0).publish().report() : new FrontDelivery(run, budgets).report();
    }

    /** What a run would do. Models are inspected, nothing is run through them and nothing trained. */
    public String plan() throws IOException {
        return new Plan(run, inspect, probe, partition, budgets.all().stream().map(BudgetRun::assemble).toList()).describe();
    }

    private List<ZooMember> members(String model) throws IOException {
        if (model == null) {
            return run.readableZoo();
        }
        List<ZooMember> found = run.zoo.stream().filter(m -> m.name().equals(model)).toList();
        if (found.isEmpty()) {
            throw new InvalidInputException("--model", "found " + model + ", allowed are "
                    + String.join(", ", run.zoo.stream().map(ZooMember::name).toList()));
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        storage.close();
        work.close();
    }
}
