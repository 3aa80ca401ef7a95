package dev.reassembly.model.run;

import dev.reassembly.failure.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which steps serve to compute the wanted tensors from the given ones, some fused, and after which step each intermediate
 * tensor is used no more.
 *
 * @param steps in running order
 * @param closed for each step the slots to close after it
 */
record Plan(List<Step> steps, List<int[]> closed) {
    /**
     * @param program all steps
     * @param given slots of tensors that are fed
     * @param wanted slots of the outputs
     * @param kept whether the wanted tensors are still needed at the end
     */
    static Plan of(Program program, BitSet given, int[] wanted, boolean kept) {
        BitSet needed = new BitSet();
        BitSet chosen = new BitSet();
        Arrays.stream(wanted).filter(slot -> !given.get(slot)).forEach(needed::set);
        List<Step> all = program.steps();
        for (int i = all.size() - 1; i >= 0; i--) {
            Step step = all.get(i);
            if (Arrays.stream(step.outputs()).anyMatch(slot -> slot >= 0 && needed.get(slot))) {
                chosen.set(i);
                Arrays.stream(step.outputs()).filter(slot -> slot >= 0).forEach(needed::clear);
                Arrays.stream(step.inputs()).filter(slot -> slot >= 0 && !given.get(slot)).forEach(needed::set);
            }
        }
        needed.andNot(program.initializers());
        if (!needed.isEmpty()) {
            String missing = program.name(needed.nextSetBit(0));
            throw new InvalidInputException("input '" + missing + "'", "the wanted tensors depend on it, and it was not given");
        }
        BitSet stays = (BitSet) given.clone();
        stays.or(program.initializers());
        if (kept) {
            Arrays.stream(wanted).forEach(stays::set);
        }
        BitSet looked = new BitSet();
        Arrays.stream(wanted).forEach(looked::set);
        return withLastUses(fused(program, chosen, given, looked), stays);
    }

    private static List<Step> fused(Program program, BitSet chosen, BitSet given, BitSet wanted) {
        BitSet replaced = new BitSet();
        Map<Integer, Step> standIns = new HashMap<>();
        for (Fusion fusion : program.fusions()) {
            if (!fusion.members().intersects(replaced) && fusion.applies(chosen, given, wanted)) {
                replaced.or(fusion.members());
                standIns.put(fusion.last(), fusion.step());
            }
        }
        return chosen.stream().filter(place -> !replaced.get(place) || standIns.containsKey(place))
                .mapToObj(place -> standIns.getOrDefault(place, program.steps().get(place))).toList();
    }

    private static Plan withLastUses(List<Step> steps, BitSet stays) {
        List<int[]> closed = new ArrayList<>(steps.size());
        BitSet seen = (BitSet) stays.clone();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            int[] used = IntStream.concat(Arrays.stream(step.inputs()), Arrays.stream(step.outputs()))
                    .filter(slot -> slot >= 0 && !seen.get(slot)).distinct().toArray();
            Arrays.stream(used).forEach(seen::set);
            closed.add(0, used);
        }
        return new Plan(steps, closed);
    }
}
