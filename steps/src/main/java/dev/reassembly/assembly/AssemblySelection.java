package dev.reassembly.assembly;

import dev.reassembly.model.compose.BlockRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses which assemblies of an ordered list are worth more work. */
public final class AssemblySelection {
    private AssemblySelection() {}

    /**
     * The first ones of a list, passing over those whose sequence of models an earlier one has; these come last, where others don't suffice.
     *
     * @param ordered best first
     * @param count fewer are returned only when the list is shorter
     */
    public static List<Assembly> distinct(List<Assembly> ordered, int count) {
        Set<List<String>> taken = new HashSet<>();
        List<Assembly> first = new ArrayList<>();
        List<Assembly> again = new ArrayList<>();
        ordered.forEach(assembly -> (taken.add(models(assembly)) ? first : again).add(assembly));
        first.addAll(again);
        return List.copyOf(first.subList(0, Math.min(count, first.size())));
    }

    private static List<String> models(Assembly assembly) {
        return assembly.blocks().stream().map(BlockRef::model).toList();
    }
}
