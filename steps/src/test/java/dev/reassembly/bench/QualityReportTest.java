package dev.reassembly.bench;

import static dev.reassembly.bench.QualityTableTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualityReportTest {
    @Test
    void rowsOfOneClusterCountAsOneDraw() {
        // Four rows of two clusters: resampling clusters gives means 1, 2 and 3 points with chances 1/4, 1/2, 1/4.
        List<QualityRow> rows = List.of(row("a", "between-1m", 0, 0.01, Map.of()), row("a", "between-2m", 0, 0.01, Map.of()),
                row("a", "between-1m", 1, 0.03, Map.of()), row("a", "between-2m", 1, 0.03, Map.of()));
        ClusteredMean mean = ClusteredMean.of(rows, QualityRow::lead);
        assertThat(mean.rows()).isEqualTo(4);
        assertThat(mean.clusters()).isEqualTo(2);
        assertThat(mean.mean()).isCloseTo(0.02, within(1e-12));
        assertThat(mean.interval().low()).isCloseTo(0.01, within(1e-12));
        assertThat(mean.interval().high()).isCloseTo(0.03, within(1e-12));
        assertThat(mean.points()).isEqualTo("+2.0 (+1.0 to +3.0)");
    }

    @Test
    void budgetsBetweenAndOnParentsAreToldApart() {
        List<QualityRow> rows = List.of(row("a", "between-1m", 0, 0.02, Map.of("assembly", 0.75)), row("a", "on-2m", 0, -0.02, Map.of()),
                row("a", "between-1m", 1, 0.005, Map.of()));
        String text = QualityReport.markdown(rows, List.of("assembly"));
        assertThat(text).contains("| mixed | short | between | 2 | +1.3 (+0.5 to +2.0) | 50 % (0 to 100) | 0 |")
                .contains("| mixed | short | on | 1 | -2.0 (-2.0 to -2.0) | 0 % (0 to 0) | 1 |").contains("| assembly | +5.0 (+5.0 to +5.0), n 1 |")
                .contains("| mixed | a | short | between-1m | 2 | 0.788 | 0.800 | +2.0 +0.5 |");
        assertThat(text).contains("by more than two standard errors | 1 of 3 rows are |", "one point better in 80 % of the rows | 1 of 2 rows are: 50 % (0 to 100) |");
    }

    @Test
    void theFrontsAreStairsOverTheBudgets() {
        // Budgets of 1 and 2 M, chance 0.1, the corner at 4 M: two doublings. Parents reach 0.5 and 0.7, published are 0.6 and 0.7.
        List<QualityRow> rows = new ArrayList<>();
        rows.add(at(1_000_000, 0.5, 0.6));
        rows.add(at(2_000_000, 0.7, 0.7));
        // (0.5 + 0.6) / (0.4 + 0.6)
        assertThat(QualityReport.markdown(rows, List.of())).contains("| mixed | a | short | 1 | +10.0: +10.0 | - |",
                "at the budgets that a parent keeps | 1 of 1 runs do, the mean is +10.0 % |", "with the budgets below every parent | - |");
        // A budget of 0.5 M that no parent keeps: another doubling, in which parents have nothing and published is 0.3.
        rows.add(new QualityRow("mixed", "a", "short", "below-1m", 0, 500_000L, 10, null, null, "TRUNCATED_PARENT", "x", 0.3, null, null, Map.of(), 1, 1, 1));
        // 0.2 + 0.5 + 0.6 against 0.4 + 0.6
        assertThat(QualityReport.markdown(rows, List.of())).contains("| mixed | a | short | 1 | +10.0: +10.0 | +30.0: +30.0 |")
                .contains("| mixed | short | below | 0 | - | - | 0 |").contains("| mixed | a | short | below-1m | 1 | - | 0.300 | - |");
    }

    private static QualityRow at(long flops, double parent, double published) {
        return new QualityRow("mixed", "a", "short", "between-" + flops, 0, flops, 10, "vgg", parent, "ASSEMBLY", "x", published, published - parent, 0.01,
                Map.of(), 1, flops, 1);
    }
}
