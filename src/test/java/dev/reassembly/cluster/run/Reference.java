package dev.reassembly.cluster.run;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One run from {@code kubectl apply} to success, which tests look at and which others are compared with.
 *
 * @param columns what {@code kubectl get mr --watch} printed meanwhile
 * @param status when it had succeeded
 */
record Reference(TinyRuns files, Reassembly run, String columns, ModelReassemblyStatus status) {
    static final String NAME = "reference";
    static final Duration ENOUGH = Duration.ofMinutes(6);

    static Reference run(Installation installation) {
        try {
            TinyRuns files = TinyRuns.in(installation, folder());
            Reassembly run = Reassembly.apply(installation, files.file(NAME));
            try (Watch watch = Watch.of(installation, "mr", NAME)) {
                ModelReassemblyStatus status = run.success(ENOUGH);
                String columns = watch.untilPrinted("True", Duration.ofSeconds(20));
                Files.writeString(files.local().folder.resolve("watch.txt"), columns);
                return new Reference(files, run, columns, status);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the reference run could not be made", e);
        }
    }

    /** A new one for each time, below target/, where it is kept for a look afterwards. */
    static Path folder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target/cluster").toAbsolutePath()), "reference");
    }
}
