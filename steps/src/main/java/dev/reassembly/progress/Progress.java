package dev.reassembly.progress;

/** Where long work reports how far it is: a bar in a terminal, plain lines in a pipe, {@code N/M} in a workflow. */
public interface Progress {
    /** Starts a piece of work of {@code total} units; closing it ends the bar. */
    Work start(String label, long total);

    /** One sentence for the user, such as a cache hit and its reason. */
    void message(String text);

    /** One piece of long work. Not thread safe unless the implementation says so. */
    interface Work extends AutoCloseable {
        void advance(long units);

        /** A short figure shown beside the bar, for example {@code loss 0.31}. */
        void note(String text);

        @Override
        void close();
    }

    /** Reports nothing. */
    Progress SILENT = new Progress() {
        @Override
        public Work start(String label, long total) {
            return new Work() {
                @Override
                public void advance(long units) {}

                @Override
                public void note(String text) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public void message(String text) {}
    };
}
