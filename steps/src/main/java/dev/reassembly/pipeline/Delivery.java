package dev.reassembly.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reassembly.assembly.Assembly;
import dev.reassembly.assembly.Candidates;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.finetune.FineTuneResult;
import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.partition.Partition;
import dev.reassembly.publish.ModelCard;
import dev.reassembly.publish.Preparation;
import dev.reassembly.publish.Provenance;
import dev.reassembly.publish.RunResult;
import dev.reassembly.publish.Source;
import dev.reassembly.publish.Verdict;
import dev.reassembly.publish.Verification;
import dev.reassembly.report.ReportData;
import dev.reassembly.report.ReportPage;
import dev.reassembly.store.Digests;
import dev.reassembly.store.Location;
import dev.reassembly.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files in the folder of a budget, {@code spec.output.uri} where there is only one. {@code result.json} is written last: where it is, everything is. */
final class Delivery {
    static final String MODEL = "model.onnx";
    static final String CARD = "model-card.md";
    static final String REPORT = "report.html";
    private static final String PROVENANCE = "provenance.json";
    private static final String RESULT = "result.json";
    private static final String FIGURES = "figures/";
    private static final String PROBE = ".writable";
    private static final String TOOL = "deep-model-reassembly 0.1.0";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter JSON = MAPPER.writerWithDefaultPrettyPrinter();

    private final RunContext run;
    private final BudgetPoint point;
    private final Location folder;
    private final ObjectStore store;

    Delivery(RunContext run, BudgetPoint point) {
        this.run = run;
        this.point = point;
        folder = Location.folder("spec.output.uri", point.folder());
        store = run.storage.storeFor(folder);
    }

    /** What the card, the provenance and the report are written from. */
    record Evidence(Candidates candidates, Assembly winner, List<FineTuneResult> curves, Map<String, Chain> chains, double[][] similarity,
            Partition partition, Map<String, String> steps) {}

    /** So that a wrong address is found before hours of training, not after. */
    void requireWritable() throws IOException {
        try {
            put(PROBE, "");
            store.delete(key(PROBE));
        } catch (InvalidInputException e) {
            throw new InvalidInputException("spec.output.uri", "nothing can be written to " + folder.uri() + ", " + e.getMessage(), e);
        }
    }

    String uri(String name) {
        return store.uri(key(name));
    }

    /** Whether all that there is to deliver is there, and the network still has the content that the result tells. */
    boolean isComplete(RunResult result) throws IOException {
        for (String name : result.withheld() ? List.of(RESULT, REPORT) : List.of(RESULT, CARD, PROVENANCE, REPORT)) {
            if (store.stat(key(name)).isEmpty()) {
                return false;
            }
        }
        if (result.withheld()) {
            return true;
        }
        if (store.stat(key(MODEL)).filter(o -> o.bytes() == result.model().bytes()).isEmpty()) {
            return false;
        }
        try (InputStream in = store.open(key(MODEL))) {
            return Digests.sha256(in).equals(result.model().sha256());
        }
    }

    /** @param model the ONNX file and, when it has one, its external data */
    void write(RunResult result, List<Path> model, Evidence evidence, Verification verification, List<Provenance.Part> parts) throws IOException {
        store.delete(key(RESULT));
        for (Path file : model) {
            store.put(key(file.getFileName().toString()), file);
        }
        Assembly winner = evidence.winner();
        Provenance provenance = new Provenance(TOOL, result.model().sha256(), run.dataset.digest(), run.seed(),
                Provenance.blocks(winner.blocks(), winner.stitched(), evidence.chains(), sources()), parts, evidence.steps());
        put(PROVENANCE, JSON.writeValueAsString(provenance));
        put(CARD, ModelCard.markdown(result, run.spec, provenance, verification, run.dataset.classes()));
        writeReport(result, evidence);
    }

    /** Report and result alone; what an earlier run delivered at the same place stays. */
    void writeReport(RunResult result, Evidence evidence) throws IOException {
        store.delete(key(RESULT));
        Assembly winner = evidence.winner();
        ReportData report = new ReportData(result, result.withheld() ? null : winner.name(), point.byName(), List.copyOf(evidence.chains().values()), sources(),
                floats(evidence.similarity()), evidence.partition(), evidence.candidates(), evidence.curves(), run.clock().seconds(),
                Preparation.sentences(run.spec, winner.blocks().stream().map(BlockRef::model).toList()));
        for (Map.Entry<String, String> figure : ReportPage.figures(report).entrySet()) {
            put(FIGURES + figure.getKey(), figure.getValue());
        }
        put(REPORT, ReportPage.html(report));
        ObjectNode told = MAPPER.valueToTree(result);
        put(RESULT, JSON.writeValueAsString(told.put("verdict", Verdict.of(result))));
    }

    private Map<String, Source> sources() throws IOException {
        Map<String, Source> sources = new LinkedHashMap<>();
        for (ZooMember m : run.zoo) {
            sources.put(m.name(), new Source(m.entry().uri(), m.sha256(), m.entry().licence(), m.entry().source()));
        }
        return sources;
    }

    Map<String, byte[]> report() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(List.of(key(REPORT)));
        store.list(key(FIGURES)).forEach(figure -> keys.add(figure.key()));
        for (String key : keys) {
            try (InputStream in = store.open(key)) {
                files.put(key.substring(key.lastIndexOf('/') + 1), in.readAllBytes());
            }
        }
        return files;
    }

    private void put(String name, String text) throws IOException {
        store.put(key(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private String key(String name) {
        return folder.key() + name;
    }

    private static float[][] floats(double[][] matrix) {
        float[][] floats = new float[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            floats[i] = new float[matrix[i].length];
            for (int j = 0; j < matrix[i].length; j++) {
                floats[i][j] = (float) matrix[i][j];
            }
        }
        return floats;
    }
}
