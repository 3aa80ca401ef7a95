package dev.reassembly.model.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.reassembly.failure.InvalidInputException;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/** The tensors of one run. Every one made here has a handle of its own, so that closing it never closes another. */
final class Execution {
    private final Program program;
    private final Weights weights;
    private final RunContext context;
    private final Device device;
    private final boolean cpu;
    private final PtNDArray[] values;
    private final BitSet borrowed = new BitSet();
    private final Allowance allowance;

    /**
     * @param leaves that gradients are collected on; null for none
     * @param allowance what the run may use; null for a network that has run within it before
     */
    Execution(Program program, Weights weights, Leaves leaves, RunContext context, Allowance allowance) {
        this.allowance = allowance;
        this.program = program;
        this.weights = weights;
        this.context = context;
        this.device = context.device().getDevice();
        this.cpu = device.equals(Device.cpu());
        this.values = weights.onDevice().clone();
        if (leaves != null) {
            leaves.into(values);
        }
        this.borrowed.or(program.initializers());
    }

    /** Takes a tensor as given. It stays the caller's; one of another device or float type is copied. */
    void feed(int slot, PtNDArray array) {
        boolean convert = array.getDataType().isFloating() && array.getDataType() != context.real();
        if (!convert && array.getDevice().equals(device)) {
            values[slot] = array;
            borrowed.set(slot);
            return;
        }
        try (NDScope temporaries = new NDScope()) {
            temporaries.suppressNotUsedWarning();
            PtNDArray alias = Elementwise.alias(array);
            alias.attach(context.device());
            PtNDArray copy = JniUtils.to(alias, convert ? context.real() : array.getDataType(), device);
            values[slot] = keep(copy, context.device());
        }
        borrowed.clear(slot);
    }

    void run(Step step, BiConsumer<String, NDArray> observer) {
        try (NDScope temporaries = new NDScope()) {
            temporaries.suppressNotUsedWarning();
            Operands operands = operands(step);
            List<PtNDArray> made;
            try {
                if (allowance != null) {
                    allowance.require(step, operands);
                }
                made = step.operation().apply(operands);
            } catch (InvalidInputException e) {
                throw e;
            } catch (RuntimeException e) {
                throw Refusal.atRun(step.node(), operands, e);
            }
            for (int i = 0; i < step.outputs().length; i++) {
                int slot = step.outputs()[i];
                if (slot >= 0) {
                    PtNDArray array = made.get(i);
                    if (array.getHandle() == 0) {
                        throw Refusal.atRun(step.node(), "the engine has no result for " + operands.describe());
                    }
                    values[slot] = keep(array, array.getDevice().equals(device) ? context.device() : context.host());
                    borrowed.clear(slot);
                    if (allowance != null) {
                        allowance.made(step.node(), values[slot]);
                    }
                    observer.accept(program.name(slot), array);
                }
            }
        }
    }

    private static PtNDArray keep(PtNDArray array, PtNDManager manager) {
        NDScope.unregister(array);
        if (array.getManager() != manager) {
            array.attach(manager);
        }
        return array;
    }

    /**
     * Shapes and what is computed from them stay on the CPU. Where a GPU's tensor takes part, all operands but plain
     * numbers move there.
     */
    private Operands operands(Step step) {
        int[] slots = step.inputs();
        PtNDArray[] arrays = new PtNDArray[slots.length];
        PtNDArray[] numbers = new PtNDArray[slots.length];
        boolean onDevice = cpu;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] >= 0) {
                arrays[i] = values[slots[i]];
                boolean constant = arrays[i] == weights.onDevice()[slots[i]];
                numbers[i] = constant ? weights.onHost()[slots[i]] : null;
                onDevice |= !step.numbers()[i] && numbers[i] == null && arrays[i].getDevice().equals(device);
            }
        }
        for (int i = 0; !cpu && i < slots.length; i++) {
            if (arrays[i] != null && (step.numbers()[i] || !onDevice)) {
                arrays[i] = numbers[i] != null ? numbers[i] : arrays[i];
            } else if (arrays[i] != null && !arrays[i].getDevice().equals(device)) {
                arrays[i] = JniUtils.to(arrays[i], arrays[i].getDataType(), device);
            }
        }
        return new Operands(arrays, numbers, onDevice ? context.device() : context.host(), context);
    }

    void close(int[] slots) {
        for (int slot : slots) {
            if (allowance != null) {
                allowance.closed(values[slot]);
            }
            values[slot].close();
            values[slot] = null;
        }
    }

    /** A tensor for the caller to own: what was made here, or another handle on what was given. */
    PtNDArray take(int slot) {
        if (!borrowed.get(slot)) {
            return values[slot];
        }
        try (NDScope temporaries = new NDScope()) {
            temporaries.suppressNotUsedWarning();
            PtNDArray alias = Elementwise.alias(values[slot]);
            NDScope.unregister(alias);
            return alias;
        }
    }
}
