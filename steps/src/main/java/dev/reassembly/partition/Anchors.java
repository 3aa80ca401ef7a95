package dev.reassembly.partition;

/** The anchor block of each set, by position in the zoo and by cuts, so that it stays what it is when its model is cut anew. */
record Anchors(int[] model, int[] from, int[] to) {
    Anchors(int sets) {
        this(new int[sets], new int[sets], new int[sets]);
    }

    void set(int set, int anchorModel, int anchorFrom, int anchorTo) {
        model[set] = anchorModel;
        from[set] = anchorFrom;
        to[set] = anchorTo;
    }

    Anchors copy() {
        return new Anchors(model.clone(), from.clone(), to.clone());
    }

    /** The set whose anchor is this very block, or -1. */
    int anchored(int blockModel, int blockFrom, int blockTo) {
        for (int set = 0; set < model.length; set++) {
            if (model[set] == blockModel && from[set] == blockFrom && to[set] == blockTo) {
                return set;
            }
        }
        return -1;
    }

    /** Whether a block shares a layer with an anchor. */
    boolean overlaps(int blockModel, int blockFrom, int blockTo) {
        for (int set = 0; set < model.length; set++) {
            if (model[set] == blockModel && blockFrom < to[set] && from[set] < blockTo) {
                return true;
            }
        }
        return false;
    }
}
