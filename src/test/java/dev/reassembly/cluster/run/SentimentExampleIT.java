package dev.reassembly.cluster.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reassembly.api.v1alpha1.ModelReassemblyStatus;
import dev.reassembly.e2e.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The README's example with three real text encoders. It takes longer than all other tests, so it is only run when asked for. */
@OnOperator
@EnabledIfSystemProperty(named = "cluster.examples", matches = "true", disabledReason = "takes long; -Dcluster.examples=true runs it")
class SentimentExampleIT {
    private static final Path HOME = Path.of(System.getProperty("home", "."));
    private static final Duration LONG = Duration.ofMinutes(40);

    @Test
    @Timeout(value = 45, unit = TimeUnit.MINUTES)
    void deliversANetworkBetterThanTheOneThatFits(Installation in, @TempDir Path folder) throws Exception {
        in.bucket.put(Path.of(System.getProperty("zoo")), "zoo");
        in.bucket.put(HOME.resolve("steps/src/main/resources/demo/sentiment/sentences.jsonl"), "data/sentiment/sentences.jsonl");
        String example = Files.readString(HOME.resolve("manifests/examples/sentiment.yaml")).replace("s3://reassembly/", in.bucket.uri(""))
                + "  pods: {resources: {all: {memory: 4Gi}, finetune: {cpu: \"1\", memory: 4Gi}}}\n";
        long began = System.nanoTime();
        Reassembly run = Reassembly.apply(in, Files.writeString(folder.resolve("sentiment.yaml"), example));
        ModelReassemblyStatus status = run.success(LONG);
        System.out.printf("sentiment: %s, after %d s%n%s%n", status.progress(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                Reassembly.condition(status, "Succeeded").orElseThrow().getMessage());
        assertThat(Sha256.of(in.bucket.at(status.output().uri()))).isEqualTo(status.output().sha256());
        assertThat(status.best().parameters()).isLessThanOrEqualTo(30_000_000);
        assertThat(status.best().flops()).isLessThanOrEqualTo(1_200_000_000);
        assertThat(status.best().metric()).isGreaterThan(0.88);
        assertThat(status.baseline().name()).isEqualTo("minilm-l6");
    }
}
