package dev.reassembly.partition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How large a block of one model may be: smaller than (1 + epsilon) / K of the model. Where no K blocks are that small, for
 * instance because one embedding table holds half of the parameters, the bound is the smallest that some cut meets.
 *
 * @param limit the largest size allowed, inclusive
 * @param relaxed whether the fair share had to be given up
 */
public record SizeBound(String model, long total, int blocks, long limit, boolean relaxed) {
    static SizeBound of(PartitionProblem.Model model, int blocks, double tolerance) {
        long total = model.sizes().stream().mapToLong(Long::longValue).sum();
        long fair = BigDecimal.ONE.add(BigDecimal.valueOf(tolerance)).multiply(BigDecimal.valueOf(total))
                .divide(BigDecimal.valueOf(blocks), 0, RoundingMode.CEILING).longValueExact() - 1;
        long least = smallestMaximum(model.sizes(), blocks);
        return new SizeBound(model.name(), total, blocks, Math.max(fair, least), least > fair);
    }

    /** The smallest possible size of the largest of {@code blocks} contiguous non-empty blocks, by dynamic programming. */
    static long smallestMaximum(List<Long> sizes, int blocks) {
        int layers = sizes.size();
        long[] prefix = new long[layers + 1];
        for (int i = 0; i < layers; i++) {
            prefix[i + 1] = prefix[i] + sizes.get(i);
        }
        long[] best = new long[layers + 1];
        Arrays.fill(best, 1, layers + 1, Long.MAX_VALUE);
        for (int k = 1; k <= blocks; k++) {
            long[] next = new long[layers + 1];
            Arrays.fill(next, Long.MAX_VALUE);
            for (int to = k; to <= layers; to++) {
                for (int from = k - 1; from < to; from++) {
                    next[to] = Math.min(next[to], Math.max(best[from], prefix[to] - prefix[from]));
                }
            }
            best = next;
        }
        return best[layers];
    }

    /** One sentence for the log and the report. */
    public String sentence(Balance balance) {
        String unit = balance.name().toLowerCase(Locale.ROOT);
        return relaxed
                ? "%s: no cut into %d blocks keeps within the tolerance, so a block may hold up to %,d of its %,d %s"
                        .formatted(model, blocks, limit, total, unit)
                : "%s: a block holds up to %,d of its %,d %s".formatted(model, limit, total, unit);
    }
}
