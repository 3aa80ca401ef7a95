package dev.reassembly.assembly;

import com.google.ortools.Loader;

/** Loads the solver's native library, once a process. */
final class NativeSolver {
    static {
        Loader.loadNativeLibraries();
    }

    private NativeSolver() {}

    static void load() {
        // Entering the class runs its initialiser, which the virtual machine does only once.
    }
}
