package dev.reassembly.report;

import dev.reassembly.study.Trust;
import java.util.Locale;

/** How far the score that chooses candidates can be trusted, in words. */
final class TrustSentence {
    private TrustSentence() {}

    static String of(Trust trust) {
        boolean study = trust.source() == Trust.Source.STUDY;
        String basis = study ? "A study of this zoo and task trained " + trust.networks() + " random assemblies. "
                : "No study of this zoo and task is stored; what can be told rests on the " + trust.networks() + " networks that this run trained. ";
        String score = "score \"" + trust.score() + "\", by which candidates are chosen where more are built than trained,";
        if (trust.tau() == null) {
            return basis + "They are too few, or too much alike, to tell how the " + score + " agrees with training." + more(study);
        }
        String figures = String.format(Locale.ROOT, "The %s agrees with the %s metric after training by Kendall's tau-b %.2f (95 %% interval %.2f to %.2f;"
                + " 1: the same order, 0: none).", score, study ? "test" : "validation", trust.tau(), trust.low(), trust.high());
        String ceiling = trust.ceiling() == null ? "" : String.format(Locale.ROOT, " Two trainings of the same networks agree by %.2f.", trust.ceiling());
        return basis + figures + ceiling + (study ? "" : " An interval from so few networks is rough at best.") + more(study);
    }

    private static String more(boolean study) {
        return study ? "" : " reassemble study tells more.";
    }
}
