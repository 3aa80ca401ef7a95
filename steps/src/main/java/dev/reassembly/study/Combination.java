package dev.reassembly.study;

import java.util.List;

/**
 * The mean rank over some scores, as a score. Which are combined is fixed beforehand: the best of all combinations would flatter
 * itself on the assemblies that it was chosen on.
 */
public record Combination(String name, List<String> parts) {
    /** Separability behind the stitches twice over; with size as a control; with what the integer programme knows. */
    public static final List<Combination> ALL = List.of(
            new Combination("ranks(probe,logme)", List.of(Scores.PROBE, Scores.LOGME)),
            new Combination("ranks(probe,flops)", List.of(Scores.PROBE, Scores.FLOPS)),
            new Combination("ranks(probe,logme,programme)", List.of(Scores.PROBE, Scores.LOGME, Scores.PROGRAMME)));
}
