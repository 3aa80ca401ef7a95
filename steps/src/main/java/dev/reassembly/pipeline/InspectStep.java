package dev.reassembly.pipeline;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.store.StepKey;
import dev.reassembly.store.StepResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads a model, checks it, and lists its layers and cuts. */
final class InspectStep {
    static final String FILE = "chain.json";
    private static final String VERSION = "2";

    private final RunContext run;

    InspectStep(RunContext run) {
        this.run = run;
    }

    Chain chain(ZooMember member) throws IOException {
        Chain chain = resolve(member).readJson(FILE, Chain.class);
        int blocks = run.spec.partition().blocks();
        if (chain.layers().size() < blocks) {
            throw new InvalidInputException("spec.partition.blocks", "found " + blocks + ", but the model " + member.name() + " has only "
                    + chain.layers().size() + (chain.layers().size() == 1 ? " layer" : " layers"));
        }
        return chain;
    }

    StepKey key(ZooMember member) throws IOException {
        return StepKey.of("inspect", VERSION, member.name(), List.of(member.name(), String.valueOf(member.entry().features()),
                member.entry().preprocessing()), Map.of("model", member.contentDigest()));
    }

    /** What a model's layers and cuts depend on, its name aside. */
    String identity(ZooMember member) throws IOException {
        return StepKey.of("inspect", VERSION, "", List.of(String.valueOf(member.entry().features()), member.entry().preprocessing()),
                Map.of("model", member.contentDigest())).hash();
    }

    StepResult resolve(ZooMember member) throws IOException {
        return run.resolve(key(member), out -> out.writeJson(FILE, build(member)));
    }

    /** What runs a graph knows nodes only, and a user of many models has to be told which one it is. */
    private static Chain build(ZooMember member) throws IOException {
        try {
            return ChainBuilder.build(member.name(), member.graph(), member.nominalInput(), member.entry().features());
        } catch (InvalidInputException e) {
            boolean told = e.getMessage().startsWith("model ") || e.getMessage().startsWith(member.field());
            throw told ? e : new InvalidInputException("model " + member.name(), e.getMessage(), e);
        }
    }
}
