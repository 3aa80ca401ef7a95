package dev.reassembly.assembly;

/**
 * How the programme is solved.
 *
 * @param pool M: how many best assemblies are listed
 * @param timeLimitSeconds for the whole search; always set, since a solver may otherwise never end
 * @param seed decides between equals where the search is not cut short by the time limit
 * @param threads workers of the solver
 */
public record AssemblyOptions(int pool, double timeLimitSeconds, long seed, int threads) {
    public AssemblyOptions {
        if (pool < 1 || !(timeLimitSeconds > 0) || threads < 1) {
            throw new IllegalArgumentException("pool " + pool + ", time limit " + timeLimitSeconds + " and threads " + threads
                    + " must be above zero");
        }
    }
}
