package dev.reassembly.assembly;

/**
 * What a partial path remembers of the sets that it has used. Exact states are subsets of the sets. Where there are too many of
 * those, only their number is remembered, which lets a path use a set twice: bounds over such paths still hold, but are weaker.
 */
final class SetStates {
    /** Steps of one pass over all exact states and arcs up to which they are affordable; about a tenth of a second. */
    private static final double AFFORDABLE = 5e7;

    final int sets;
    final boolean exact;
    /** One past the largest state. */
    final int size;
    /** The state in which every set is used. */
    final int full;

    private SetStates(int sets, boolean exact) {
        this.sets = sets;
        this.exact = exact;
        this.size = exact ? 1 << sets : sets + 1;
        this.full = size - 1;
    }

    static SetStates of(int sets, int blocks) {
        return new SetStates(sets, sets < 20 && Math.pow(2, sets) * blocks * blocks / 4 <= AFFORDABLE);
    }

    static SetStates counting(int sets) {
        return new SetStates(sets, false);
    }

    int only(int set) {
        return exact ? 1 << set : 1;
    }

    /** The state after another set, always a larger number; -1 when the set is used. */
    int with(int state, int set) {
        if (exact) {
            return (state & 1 << set) == 0 ? state | 1 << set : -1;
        }
        return state < sets ? state + 1 : -1;
    }

    int without(int state, int set) {
        return exact ? state & ~(1 << set) : state - 1;
    }

    /** The state of a path that uses all the other sets. */
    int rest(int state) {
        return full - state;
    }
}
