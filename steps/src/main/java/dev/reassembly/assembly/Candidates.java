package dev.reassembly.assembly;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the search for assemblies decided.
 *
 * @param chosen the candidates to train, assemblies first
 * @param pool the best assemblies of the integer programme in descending score
 * @param proven whether the first of the pool is proven optimal
 * @param bound the proven upper bound of the score
 * @param seconds what the integer programme took
 */
public record Candidates(List<Candidate> chosen, List<Assembly> pool, boolean proven, double bound, double seconds) {

    /**
     * @param withinBudget whether the predicted costs keep every bound; parents outside are trained as baselines only
     * @param proxies training-free scores of the built network
     * @param stitchR2 held-out R² of each stitch's least-squares start, in order
     * @param measuredLatencyMs median for one sample of the built network on the device
     */
    public record Candidate(Assembly assembly, boolean withinBudget, List<Proxy> proxies, List<Double> stitchR2,
            double measuredLatencyMs) {}

    /** A training-free score: higher is predicted to be better. */
    public record Proxy(String name, double value) {
        /** The score of a name, where it is defined. */
        public static OptionalDouble of(List<Proxy> proxies, String name) {
            return proxies.stream().filter(proxy -> proxy.name.equals(name)).mapToDouble(Proxy::value).findFirst();
        }
    }
}
