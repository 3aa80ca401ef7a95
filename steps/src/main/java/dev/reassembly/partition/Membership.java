package dev.reassembly.partition;

/** Which equivalence sets the blocks of a model may join. The reasons for the default are in docs/decisions/0002. */
public enum Membership {
    /**
     * Set 0 holds the first block of every model and nothing else; all other blocks join any of the sets 1 to K-1. Any choice
     * of one block a set then has exactly one block that reads the network's input.
     */
    STEMS_APART,
    /** Any block joins any set, as in the paper. A choice of one block a set with exactly one stem may then not exist. */
    FREE,
    /** Block k of every model joins set k: sets are stages, and similarity only decides where models are cut. */
    BY_STAGE;

    /** First set that a block at {@code position} in its model may join. */
    int firstSet(int position) {
        return switch (this) {
            case STEMS_APART -> position == 0 ? 0 : 1;
            case FREE -> 0;
            case BY_STAGE -> position;
        };
    }

    /** One past the last set that a block at {@code position} in its model may join. */
    int endSet(int position, int sets) {
        return switch (this) {
            case STEMS_APART -> position == 0 ? 1 : sets;
            case FREE -> sets;
            case BY_STAGE -> position + 1;
        };
    }

    boolean allows(int position, int set, int sets) {
        return set >= firstSet(position) && set < endSet(position, sets);
    }
}
