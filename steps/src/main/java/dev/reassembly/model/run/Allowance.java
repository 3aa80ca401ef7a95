package dev.reassembly.model.run;

import ai.djl.pytorch.engine.PtNDArray;
import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.model.graph.Node;

/**
 * What an unknown model may use while it is run for the first time: models are untrusted, and a few bytes of one can ask for
 * any amount of memory. Judged before a node runs ({@link OutputSize}) and again by what it made.
 */
final class Allowance {
    /** Bytes of one tensor. Attention of 4096 tokens, 16 heads and two samples takes just this much. */
    static final long TENSOR = 2L << 30;
    /** Bytes of all tensors alive at once, weights apart. */
    static final long ALIVE = 8L << 30;
    /** Multiply-accumulates of one run; a made element counts as {@value #ELEMENT}. Large vision transformers need 1e12 a sample. */
    static final double WORK = 1e13;
    private static final int ELEMENT = 50;
    /** Elements of an input that is read to the Java heap: shapes, axes, pads. */
    private static final long NUMBERS = 1 << 20;

    private long alive;
    private double work;

    /** @throws InvalidInputException when the node would make or do more than is allowed */
    void require(Step step, Operands operands) {
        Node node = step.node();
        for (int i = 0; i < step.numbers().length; i++) {
            if (step.numbers()[i] && operands.has(i) && operands.get(i).size() > NUMBERS) {
                throw Refusal.atRun(node, "its input '" + node.inputs().get(i) + "' holds " + operands.get(i).size()
                        + " numbers; at most " + NUMBERS + " are allowed");
            }
        }
        OutputSize size = OutputSize.of(node, operands);
        work += size.products();
        if (size.elements() * 4 > TENSOR) {
            throw Refusal.atRun(node, "on " + operands.describe() + " it would make a tensor of " + (long) size.elements()
                    + " elements; at most " + TENSOR / 4 + " are allowed for one or two samples");
        }
        requireWork(node);
    }

    void made(Node node, PtNDArray array) {
        long bytes = bytes(array);
        alive += bytes;
        work += (double) ELEMENT * array.size();
        if (bytes > TENSOR || alive > ALIVE) {
            throw Refusal.atRun(node, "the tensors of one or two samples take " + Math.max(bytes, alive) + " bytes; at most " + TENSOR
                    + " a tensor and " + ALIVE + " at once are allowed");
        }
        requireWork(node);
    }

    void closed(PtNDArray array) {
        alive -= bytes(array);
    }

    private void requireWork(Node node) {
        if (work > WORK) {
            throw Refusal.atRun(node, "the network up to here takes more than the allowed " + (long) WORK
                    + " operations for one or two samples");
        }
    }

    private static long bytes(PtNDArray array) {
        return array.size() * array.getDataType().getNumOfBytes();
    }
}
