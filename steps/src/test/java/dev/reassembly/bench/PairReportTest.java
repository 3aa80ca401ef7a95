package dev.reassembly.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairReportTest {
    /** Whole: vgg .80 at 9 M, vit .70 at 6 M, mixer .90 at 4 M. */
    static PairRow row(long seed, String front, String back, Double metric, double cka, Double r2, long flops) {
        return new PairRow("mixed", "digits", "short", seed, front, back, front + "[0..2) " + back + "[2..5)",
                metric == null ? "DIVERGED" : "TRAINED", cka, r2, 0.5, metric, whole(front), whole(back), 40_000L, flops, cost(front), cost(back));
    }

    private static double whole(String model) {
        return model.equals("vgg") ? 0.8 : model.equals("vit") ? 0.7 : 0.9;
    }

    private static long cost(String model) {
        return model.equals("vgg") ? 9_000_000 : model.equals("vit") ? 6_000_000 : 4_000_000;
    }

    private static PairRow impossible(String front, String back) {
        return new PairRow("mixed", "digits", "short", 0, front, back, "x", "NO_STITCH", 0.1, null, null, null, whole(front), whole(back), null, null,
                cost(front), cost(back));
    }

    @Test
    void leadsAreOverTheBetterAndTheWorseParent() {
        // Leads over the better parent: +2, -5 in seed 0 and +4, -15 in seed 1. Above the worse: 3 of 4.
        List<PairRow> rows = List.of(row(0, "vgg", "vit", 0.82, 0.5, 0.4, 8_000_000), row(0, "vit", "vgg", 0.75, 0.5, 0.4, 10_000_000),
                row(1, "vgg", "vit", 0.84, 0.5, 0.4, 8_000_000), row(1, "vit", "vgg", 0.65, 0.5, 0.4, 10_000_000));
        // Seeds are drawn whole: means -1.5, -3.5 and -5.5; half of each seed beats both; of seed 0 all, of seed 1 half beat the worse.
        assertThat(PairReport.markdown(rows)).contains("| mixed | digits | short | 2 | 4 | 50 % (50 to 50) | 75 % (50 to 100) | -3.5 (-5.5 to -1.5) |");
    }

    @Test
    void onlyPairsThatCostNoMoreThanTheBetterParentAreComparedAtItsCost() {
        // The better of vgg and vit is vgg, 9 M; of vit and mixer it is mixer, 4 M, although vit costs more.
        PairRow cheaper = row(0, "vgg", "vit", 0.83, 0.5, 0.4, 9_000_000);
        PairRow dearer = row(0, "vit", "vgg", 0.99, 0.5, 0.4, 9_000_001);
        PairRow between = row(0, "vit", "mixer", 0.95, 0.5, 0.4, 5_000_000);
        assertThat(cheaper.isNoDearer()).isTrue();
        assertThat(dearer.isNoDearer()).isFalse();
        assertThat(between.isNoDearer()).isFalse();
        assertThat(PairReport.markdown(List.of(cheaper, dearer, between)).split("### Pairs that cost no more")[1])
                .contains("| mixed | digits | short | 1 | 1 | 100 % (100 to 100) | 100 % (100 to 100) | +3.0 (+3.0 to +3.0) |");
    }

    @Test
    void ofEqualParentsTheCheaperOneBoundsTheCost() {
        PairRow row = new PairRow("mixed", "digits", "short", 0, "a", "b", "x", "TRAINED", 0.5, 0.5, 0.5, 0.8, 0.7, 0.7, 1L, 6L, 5, 9);
        assertThat(row.isNoDearer()).isFalse();
    }

    @Test
    void theBestPairsAreThoseOfTheLargestMeanLeadOverSeeds() {
        List<PairRow> rows = List.of(row(0, "vgg", "vit", 0.82, 0.5, 0.4, 8_000_000), row(1, "vgg", "vit", 0.86, 0.5, 0.4, 8_200_000),
                row(0, "vit", "vgg", 0.85, 0.5, 0.4, 7_000_000), row(1, "vit", "vgg", 0.79, 0.5, 0.4, 7_000_000));
        assertThat(PairReport.markdown(rows)).contains("""
                | mixed | digits | short | vgg | vit | 2 | 0.840 | 0.800 | 0.700 | +4.0 | 8.10 M | 9.00 M | 6.00 M |
                | mixed | digits | short | vit | vgg | 2 | 0.820 | 0.700 | 0.800 | +2.0 | 7.00 M | 6.00 M | 9.00 M |
                """);
    }

    @Test
    void agreementIsAmongTheFrontsOfOneBackAndSeed() {
        // Before mixer: CKA orders three fronts as training does (tau 1), R² turns one of three pairs round (2 - 1) / 3. Before vit: CKA the wrong way (-1).
        List<PairRow> rows = List.of(row(0, "a", "mixer", 0.6, 0.1, 0.2, 1), row(0, "b", "mixer", 0.7, 0.2, 0.1, 1), row(0, "c", "mixer", 0.8, 0.3,
                0.3, 1), row(0, "a", "vit", 0.6, 0.9, 0.2, 1), row(0, "b", "vit", 0.7, 0.8, 0.3, 1), row(0, "c", "vit", null, 0.1, 0.1, 1));
        List<PairAgreement> all = PairAgreement.of(rows);
        assertThat(all).extracting(PairAgreement::back).containsExactly("mixer", "vit");
        assertThat(all.get(0).cka()).isCloseTo(1, within(1e-12));
        assertThat(all.get(0).r2()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(all.get(0).probe()).as("the same for all").isNull();
        assertThat(all.get(1).fronts()).isEqualTo(2);
        assertThat(PairReport.markdown(rows)).contains("| mixed | digits | short | mixer | 1 | 3 | +1.00 | +0.33 | - |",
                "| mixed | digits | short | vit | 1 | 2 | -1.00 | +1.00 | - |",
                "| mixed | digits | short | 2 | +0.00 (+0.00 to +0.00) | +0.67 (+0.67 to +0.67) | - |");
    }

    @Test
    void whatCannotBeJoinedIsSaid() {
        assertThat(PairReport.markdown(List.of())).isEqualTo("No pair has been measured yet.\n");
        String text = PairReport.markdown(List.of(impossible("vgg", "vit"), impossible("vit", "vgg")));
        assertThat(text).contains("2 pairs, each seed counted: 0 trained, 0 diverged, 2 without a possible stitch.",
                "No pair of these networks can be joined.", "| mixed | digits | short | 0 | 0 | - | - | - |");
        assertThat(PairReport.markdown(List.of(impossible("vgg", "vit"), row(0, "vit", "vgg", null, 0.5, 0.4, 1))))
                .contains("2 pairs, each seed counted: 0 trained, 1 diverged, 1 without a possible stitch.").doesNotContain("No pair of these");
    }

    @Test
    void thePictureHasADotForEachTrainedPair() {
        String svg = PairPicture.svg(List.of(row(0, "vgg", "vit", 0.82, 0.5, 0.4, 1), row(0, "mixer", "vit", 0.75, 0.25, 0.4, 1),
                row(0, "vit", "vgg", null, 0.9, 0.4, 1)));
        assertThat(svg).contains("<title>vgg[0..2) vit[2..5), seed 0: 0.50, 0.820</title>",
                "<title>mixer[0..2) vit[2..5), seed 0: 0.25, 0.750</title>",
                "joint CKA; mixed, digits, short", "ends in vit").doesNotContain("vit[0..2)");
        // From .25 to .50 in steps of .05 over 520 pixels from 70 on: both ends of the axis.
        assertThat(svg).contains("<circle cx=\"590.0\"", "<circle cx=\"70.0\"");
    }
}
