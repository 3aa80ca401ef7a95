package dev.reassembly.performance;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs rows and curves of a suite. Both sides of a row take turns, so that a machine that slows down slows both. */
record Bench(Suite suite, SideRunner runner, PrintStream progress) {
    Bench {
        List<String> names = new ArrayList<>(suite.rows().stream().map(Suite.Row::name).toList());
        names.addAll(suite.curves().stream().map(Suite.Curve::name).toList());
        if (names.stream().distinct().count() < names.size()) {
            throw new InvalidInputException("--suite", "two rows or curves have the same name: " + names);
        }
    }

    List<Result> row(Suite.Row row) throws IOException {
        Measurement ours = Measurement.NONE;
        Measurement peer = Measurement.NONE;
        int rounds = row.rounds() == null ? suite.rounds() : row.rounds();
        for (int round = 1; round <= rounds; round++) {
            progress.println(row.name() + ": " + round + "/" + rounds);
            ours = ours.and(runner.run(row.name() + "-ours", row.ours()));
            if (row.peer() != null) {
                peer = peer.and(runner.run(row.name() + "-peer", row.peer()));
            }
        }
        List<Result> results = new ArrayList<>();
        for (Figure figure : row.figures()) {
            Spread measured = ours.of(figure.name());
            if (measured == null) {
                throw new StepFailedException(row.name() + " did not report the figure " + figure.name() + ", only " + ours.figures().keySet());
            }
            results.add(Result.of(row.name(), figure, measured, peer.of(figure.name())));
        }
        return results;
    }

    /** @param runs what was measured for the curves before, by side: those that draw different figures of the same runs share them */
    List<CurvePoint> curve(Suite.Curve curve, Map<Side, Measurement> runs) throws IOException {
        List<CurvePoint> points = new ArrayList<>();
        for (long x : curve.values()) {
            Side side = curve.side().at(String.valueOf(x));
            if (!runs.containsKey(side)) {
                progress.println(curve.name() + ": " + (points.size() + 1) + "/" + curve.values().size() + ", " + curve.x() + " " + x);
                runs.put(side, runner.run(curve.name() + "-" + x, side));
            }
            Spread value = runs.get(side).of(curve.figure().name());
            if (value == null) {
                throw new StepFailedException(curve.name() + " did not report the figure " + curve.figure().name());
            }
            points.add(new CurvePoint(curve.name(), x, value));
        }
        return points;
    }
}
