package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairTableTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("pairs.csv");
        PairTable table = new PairTable(file);
        PairRow trained = PairReportTest.row(1, "vgg", "vit", 0.82, 0.5, 0.4, 8_000_000);
        PairRow impossible = new PairRow("mixed", "digits", "short", 0, "vit", "vgg", "vit[0..2) vgg[2..5)", "NO_STITCH", 0.25, null, null, null,
                null, 0.8, null, null, 6, 9);
        table.put(trained);
        table.put(impossible);
        assertThat(new PairTable(file).rows()).containsExactly(impossible, trained);
        assertThat(Files.readAllLines(file)).containsExactly("zoo,task,recipe,seed,front,back,blocks,outcome,joint_cka,held_out_r2,probe_behind_stitch,metric,"
                + "front_metric,back_metric,parameters,flops,front_flops,back_flops",
                "mixed,digits,short,0,vit,vgg,vit[0..2) vgg[2..5),NO_STITCH,0.25000,,,,,0.80000,,,6,9",
                "mixed,digits,short,1,vgg,vit,vgg[0..2) vit[2..5),TRAINED,0.50000,0.40000,0.50000,0.82000,0.80000,0.70000,40000,8000000,9000000,6000000");
        assertThat(table.has(new PairRow.Case("mixed", "digits", "short", 1, "vgg", "vit"))).isTrue();
        assertThat(table.has(new PairRow.Case("mixed", "digits", "short", 1, "vit", "vgg"))).isFalse();
    }

    @Test
    void aLineThatIsNoRowIsRefused() throws IOException {
        Path file = folder.resolve("pairs.csv");
        new PairTable(file).put(PairReportTest.row(1, "vgg", "vit", 0.82, 0.5, 0.4, 8_000_000));
        Files.writeString(file, Files.readString(file).replace("0.82000", "good"));
        assertThatThrownBy(() -> new PairTable(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining("line 2").hasMessageContaining("good");
    }
}
