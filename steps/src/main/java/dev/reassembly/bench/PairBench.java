package dev.reassembly.bench;

import dev.reassembly.model.compose.BlockRef;
import dev.reassembly.pipeline.NetworkPair;
import dev.reassembly.pipeline.Session;
import dev.reassembly.progress.Progress;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * Stitches every network of a suite's zoos to every other and trains all of them, after the whole networks. A row is written as soon as it is
 * known, and what has one is passed over.
 */
public final class PairBench implements QualitySuite.Bench {
    private final PairTable table;
    private final Progress progress;

    public PairBench(PairTable table, Progress progress) {
        this.table = table;
        this.progress = progress;
    }

    @Override
    public void run(QualitySuite.Run wanted, Session session) throws IOException {
        int pairs = session.models().size() * (session.models().size() - 1);
        int done = 0;
        for (String front : session.models()) {
            for (String back : session.models()) {
                if (!front.equals(back)) {
                    done++;
                    PairRow.Case key = new PairRow.Case(wanted.entry().zoo(), wanted.entry().task(), wanted.recipe(), wanted.seed(), front, back);
                    if (!table.has(key)) {
                        progress.message("bench: " + wanted.name() + ", seed " + wanted.seed() + ", " + front + " and " + back + ", pair " + done
                                + " of " + pairs);
                        table.put(row(key, session.pair(front, back)));
                    }
                }
            }
        }
    }

    private static PairRow row(PairRow.Case key, NetworkPair pair) {
        String blocks = pair.blocks().stream().map(BlockRef::layers).collect(Collectors.joining(" "));
        return new PairRow(key.zoo(), key.task(), key.recipe(), key.seed(), key.front(), key.back(), blocks, pair.outcome().name(), pair.cka(),
                pair.r2(),
                pair.probe(), pair.metric(), pair.front().metric(), pair.back().metric(), pair.parameters(), pair.flops(), pair.front().flops(),
                pair.back().flops());
    }
}
