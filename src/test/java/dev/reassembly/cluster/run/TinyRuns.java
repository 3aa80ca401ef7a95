package dev.reassembly.cluster.run;

import dev.reassembly.e2e.Workbench;
import java.io.IOException;
import java.nio.file.Path;

/** ModelReassembly files of two tiny networks, whose zoo and pictures lie in the bucket, and the same file for this machine. */
final class TinyRuns {
    private final Workbench bench;
    private final Bucket bucket;

    private TinyRuns(Workbench bench, Bucket bucket) {
        this.bench = bench;
        this.bucket = bucket;
    }

    /** Writes zoo and pictures, and puts them into the bucket. */
    static TinyRuns in(Installation installation, Path folder) throws Exception {
        Workbench bench = Workbench.tiny(folder, "plain", "residual");
        bench.edit("candidates: 1, includeParents: false", "candidates: 2, includeParents: false");
        bench.edit("epochs: 2, rungs: 1", "epochs: 8, rungs: 2");
        installation.bucket.put(folder.resolve("zoo"), "tiny/zoo");
        installation.bucket.put(folder.resolve("data"), "tiny/data");
        return new TinyRuns(bench, installation.bucket);
    }

    /** The file with addresses of this machine. */
    Workbench local() {
        return bench;
    }

    /** A model's file on this machine. */
    Path model(String name) {
        return bench.folder.resolve("zoo").resolve(name + ".onnx");
    }

    /**
     * The same for the cluster.
     *
     * @param name of the ModelReassembly, which is the folder of its output as well
     * @param edits pairs of what the file has and what takes its place
     */
    Path file(String name, String... edits) throws IOException {
        Workbench file = bench.variant(name);
        file.edit("metadata: {name: stripes}", "metadata: {name: " + name + "}");
        file.edit("file://" + bench.folder + "/out/", bucket.uri("out/" + name));
        file.edit("file://" + bench.folder, bucket.uri("tiny"));
        // Its limit is what a step's JVM sizes its heap by; without one for CPU the steps share what the machine has.
        file.edit("  output:", "  pods: {resources: {all: {memory: 1Gi}}}\n  output:");
        for (int i = 0; i < edits.length; i += 2) {
            file.edit(edits[i], edits[i + 1]);
        }
        return file.file;
    }

    /** Edits that give a run a store of its own, in which nothing is found. */
    static String[] cold(String prefix) {
        return new String[] {"  output:", "  storage: {prefix: " + prefix + "}\n  output:"};
    }
}
