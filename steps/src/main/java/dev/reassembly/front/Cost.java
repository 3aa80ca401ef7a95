package dev.reassembly.front;

import java.util.List;
import java.util.Locale;

/** What a front may be drawn against: costs that are counted, the same on every machine. */
public enum Cost {
    FLOPS, PARAMETERS;

    /** As budgets and files call it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** That of a network. */
    public long of(FrontResult.Network network) {
        return this == FLOPS ? network.flops() : network.parameters();
    }

    /** Networks where their own cost puts them. */
    List<Point> points(List<FrontResult.Network> networks) {
        return networks.stream().map(network -> new Point(network.name(), of(network), network.metric())).toList();
    }
}
