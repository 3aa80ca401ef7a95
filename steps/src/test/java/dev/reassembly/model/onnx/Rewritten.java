package dev.reassembly.model.onnx;

import java.util.Set;
import java.util.TreeSet;

/** Operators that reading takes out of a graph or replaces by others. */
public final class Rewritten {
    private Rewritten() {}

    public static Set<String> operators() {
        Set<String> operators = new TreeSet<>(OpsetUpgrade.operators());
        operators.add("Constant");
        return operators;
    }
}
