package dev.reassembly.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Judges scores by trials. Every statistic is computed within one seed, so that scores and trainings of one seed meet, and averaged
 * over the seeds; the bootstrap resamples assemblies with all their seeds, since trainings of one assembly are not independent.
 */
public final class StudyTable {
    /** As many first epochs are judged as scores. */
    private static final int FIRST_EPOCHS = 3;
    private static final int TOP = 3;

    private final List<List<Trial>> bySeed;
    private final int assemblies;
    private final long seed;

    /** @param bySeed for each seed the same assemblies in the same order */
    private StudyTable(List<List<Trial>> bySeed, long seed) {
        this.bySeed = bySeed;
        this.assemblies = bySeed.get(0).size();
        this.seed = seed;
    }

    /**
     * @param trials every assembly once for each seed, seeds and assemblies in one order
     * @param seed of the bootstrap
     */
    public static Study judge(String name, String metric, List<Trial> trials, long seed) {
        Set<String> dropped = new LinkedHashSet<>();
        Map<Long, List<Trial>> bySeed = new LinkedHashMap<>();
        trials.stream().filter(trial -> trial.test() == null).forEach(trial -> dropped.add(trial.assembly()));
        for (Trial trial : trials) {
            List<Trial> own = bySeed.computeIfAbsent(trial.seed(), any -> new ArrayList<>());
            if (!dropped.contains(trial.assembly())) {
                own.add(trial);
            }
        }
        StudyTable table = new StudyTable(List.copyOf(bySeed.values()), seed);
        return new Study(name, metric, List.copyOf(bySeed.keySet()), table.assemblies, List.copyOf(dropped), table.ceiling(), table.scores(),
                table.epochs(), List.copyOf(trials));
    }

    private List<Judgement> scores() {
        List<Judgement> judged = new ArrayList<>();
        Stream<String> names = bySeed.stream().flatMap(List::stream).flatMap(trial -> trial.scores().keySet().stream()).distinct();
        names.forEach(name -> judged.add(judge(name, bySeed.stream().map(trials -> values(trials, t -> t.score(name))).toList())));
        for (Combination combination : Combination.ALL) {
            judged.add(judge(combination.name(), bySeed.stream().map(trials -> Ranks.mean(combination.parts().stream()
                    .map(part -> values(trials, t -> t.score(part))).toList())).toList()));
        }
        judged.sort(Comparator.comparingDouble((Judgement j) -> j.tau() == null ? Double.POSITIVE_INFINITY : -j.tau()));
        return judged;
    }

    /** Not the last epoch, which is the end itself. */
    private List<Judgement> epochs() {
        int epochs = bySeed.stream().flatMap(List::stream).mapToInt(trial -> trial.epochs().size()).min().orElse(0);
        return IntStream.rangeClosed(1, Math.min(FIRST_EPOCHS, epochs - 1)).mapToObj(epoch -> judge("validation after epoch " + epoch,
                bySeed.stream().map(trials -> values(trials, t -> t.epochs().get(epoch - 1))).toList())).toList();
    }

    private Judgement ceiling() {
        List<double[]> reached = reached();
        ToDoubleFunction<int[]> tau = picked -> mean(IntStream.range(0, reached.size()).boxed().flatMap(a -> IntStream.range(0, a)
                .mapToObj(b -> KendallTau.of(at(reached.get(a), picked), at(reached.get(b), picked)))));
        return reached.size() < 2 ? null : judgement("another training", tau, null, null, assemblies);
    }

    private Judgement judge(String name, List<double[]> scores) {
        List<double[]> reached = reached();
        int[] all = IntStream.range(0, assemblies).filter(i -> scores.stream().noneMatch(s -> Double.isNaN(s[i]))).toArray();
        double regret = mean(IntStream.range(0, scores.size()).mapToObj(s -> Choice.regret(scores.get(s), reached.get(s))));
        double found = mean(IntStream.range(0, scores.size()).mapToObj(s -> Choice.found(scores.get(s), reached.get(s), TOP)));
        return judgement(name, picked -> mean(IntStream.range(0, scores.size())
                .mapToObj(s -> KendallTau.of(at(scores.get(s), picked), at(reached.get(s), picked)))), orNull(regret), orNull(found), all.length);
    }

    private Judgement judgement(String name, ToDoubleFunction<int[]> tau, Double regret, Double found, int networks) {
        double value = tau.applyAsDouble(IntStream.range(0, assemblies).toArray());
        if (Double.isNaN(value)) {
            return new Judgement(name, null, null, null, regret, found, networks);
        }
        Bootstrap.Interval interval = Bootstrap.interval(assemblies, tau, seed);
        return new Judgement(name, value, interval.low(), interval.high(), regret, found, networks);
    }

    private List<double[]> reached() {
        return bySeed.stream().map(trials -> values(trials, Trial::test)).toList();
    }

    private static double[] values(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).toArray();
    }

    private static double[] at(double[] values, int[] picked) {
        return Arrays.stream(picked).mapToDouble(i -> values[i]).toArray();
    }

    /** Of those that are defined. */
    private static double mean(Stream<Double> values) {
        return values.filter(value -> !Double.isNaN(value)).mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
