package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTableTest {
    private static final List<String> CONTROLS = List.of("assembly", "scratch");

    @TempDir
    private Path folder;

    static QualityRow row(String task, String budget, long seed, Double lead, Map<String, Double> controls) {
        return new QualityRow("mixed", task, "short", budget, seed, 2_000_000L, 10, lead == null ? null : "vgg", lead == null ? null : 0.8 - lead, "ASSEMBLY",
                "vgg[0..4) mixer[3..6)", 0.8, lead, lead == null ? null : 0.005, controls, 73_100, 1_900_000, 61);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("results.csv");
        QualityTable table = new QualityTable(file, CONTROLS);
        QualityRow first = row("digits", "between-2m", 1, 0.03125, Map.of("assembly", 0.8, "scratch", 0.5));
        QualityRow second = row("digits", "between-2m", 0, null, Map.of());
        table.put(first);
        table.put(second);
        assertThat(new QualityTable(file, CONTROLS).rows()).containsExactly(second, first);
        assertThat(Files.readAllLines(file)).containsExactly("zoo,task,recipe,budget,seed,budget_flops,classes,parent,parent_metric,kind,blocks,metric,lead,"
                + "lead_error,assembly,scratch,parameters,flops,seconds",
                "mixed,digits,short,between-2m,0,2000000,10,,,ASSEMBLY,vgg[0..4) mixer[3..6),0.80000,,,,,73100,1900000,61",
                "mixed,digits,short,between-2m,1,2000000,10,vgg,0.76875,ASSEMBLY,vgg[0..4) mixer[3..6),0.80000,0.03125,0.00500,0.80000,0.50000,73100,1900000,61");
    }

    @Test
    void aRowOfTheSameCaseTakesTheOldOnesPlace() throws IOException {
        QualityTable table = new QualityTable(folder.resolve("results.csv"), CONTROLS);
        table.put(row("digits", "between-2m", 1, 0.01, Map.of()));
        assertThat(table.has(new QualityRow.Case("mixed", "digits", "short", "between-2m", 1))).isTrue();
        table.put(row("digits", "between-2m", 1, 0.02, Map.of()));
        assertThat(table.rows()).singleElement().extracting(QualityRow::lead).isEqualTo(0.02);
    }

    @Test
    void aFileOfOtherColumnsIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("results.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> new QualityTable(file, CONTROLS)).isInstanceOf(InvalidInputException.class).hasMessageContaining("first line")
                .hasMessageContaining("zoo,task");
        new QualityTable(folder.resolve("good.csv"), CONTROLS).put(row("digits", "on-9m", 0, 0.0, Map.of()));
        Path cut = Files.writeString(folder.resolve("good.csv"), Files.readString(folder.resolve("good.csv")) + "mixed,digits\n");
        assertThatThrownBy(() -> new QualityTable(cut, CONTROLS)).isInstanceOf(InvalidInputException.class).hasMessageContaining("line 3")
                .hasMessageContaining("2 fields found, 19 are needed");
    }
}
