package dev.reassembly.model.compose;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Feature.Layout;

/**
 * What a stitch adds to a network, exactly as the composed graph counts it.
 *
 * @param parameters elements of weight, bias and class token
 * @param flops multiply-accumulates for one sample
 */
public record StitchCost(long parameters, long flops) {
    /**
     * @param textLength tokens of one sample, for text; not read for images
     * @throws InvalidInputException when no stitch leads from one feature to the other
     */
    public static StitchCost of(Stitch stitch, long textLength) {
        if (stitch.identity()) {
            return new StitchCost(0, 0);
        }
        Feature from = stitch.from();
        Feature to = stitch.to();
        requirePossible(from, to);
        boolean added = addsClassToken(from, to);
        long weight = Math.multiplyExact(from.channels(), to.channels());
        long places = switch (to.layout()) {
            case VECTOR -> 1;
            case TOKENS -> to.height() < 0 ? textLength : to.height() - (added ? 1 : 0);
            default -> to.height() * to.width();
        };
        return new StitchCost(weight + to.channels() * (added ? 2 : 1), Math.multiplyExact(weight, places));
    }

    /** Whether a stitch can lead from one feature to the other. */
    public static boolean isPossible(Feature from, Feature to) {
        if (from.layout() == Layout.INPUT || to.layout() == Layout.INPUT) {
            return false;
        }
        if (to.layout() == Layout.VECTOR) {
            return true;
        }
        boolean text = from.height() < 0;
        if (from.layout() == Layout.VECTOR || text != to.height() < 0) {
            return false;
        }
        boolean sameTokens = from.layout() == Layout.TOKENS && to.layout() == Layout.TOKENS && (text
                || from.height() == to.height() && from.classToken() == to.classToken());
        return sameTokens || hasGrid(from) && hasGrid(to);
    }

    private static boolean hasGrid(Feature feature) {
        return feature.layout() != Layout.TOKENS || StitchWriter.side(feature) > 0;
    }

    static void requirePossible(Feature from, Feature to) {
        if (!isPossible(from, to)) {
            throw new InvalidInputException("stitch", "no affine map leads from " + from + " to " + to
                    + "; maps and token sequences need a grid on both sides, and a vector leads to vectors only");
        }
    }

    /** Whether the target's class token has to be learned because the source has none. */
    static boolean addsClassToken(Feature from, Feature to) {
        return to.layout() == Layout.TOKENS && to.classToken() && !(from.layout() == Layout.TOKENS && from.classToken());
    }
}
