package dev.reassembly.pipeline;

import dev.reassembly.api.v1alpha1.PartitionSpec;
import dev.reassembly.data.Preprocessor;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.probe.ModelProbe;
import dev.reassembly.probe.ProbeFile;
import dev.reassembly.probe.ProbeResult;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.Map;

/** Runs the probe set through a model; only pooled features, Grams and latencies leave the step. */
final class ProbeStep {
    private static final String VERSION = "3";
    private static final String FILE = "probe.bin";

    private final RunContext run;
    private final InspectStep inspect;

    ProbeStep(RunContext run, InspectStep inspect) {
        this.run = run;
        this.inspect = inspect;
    }

    ProbeResult probe(ZooMember member) throws IOException {
        return ProbeFile.read(resolve(member).localFile(FILE));
    }

    /** The key, from the digest of the inspection that it follows. */
    StepKey key(ZooMember member, String inspected) throws IOException {
        PartitionSpec spec = run.spec.partition();
        return StepKey.of("probe", VERSION, member.name(), Map.of("samples", spec.probeSamples(), "batch", spec.probeBatch(), "seed", run.seed(),
                "device", run.deviceKind, "preprocessing", member.entry().preprocessing()), Map.of("model", member.contentDigest(),
                "inspect", inspected, "dataset", run.dataset.digest()));
    }

    StepResult resolve(ZooMember member) throws IOException {
        Chain chain = inspect.chain(member);
        return run.resolve(key(member, inspect.resolve(member).digest()), out -> {
            PartitionSpec spec = run.spec.partition();
            try (Preprocessor preprocessor = member.preprocessor(run.source)) {
                run.write(out, FILE, file -> ProbeFile.write(ModelProbe.run(member.graph(), chain, run.dataset, preprocessor, spec.probeSamples(),
                        spec.probeBatch(), run.device, run.seed(), run.progress), file));
            }
        });
    }
}
