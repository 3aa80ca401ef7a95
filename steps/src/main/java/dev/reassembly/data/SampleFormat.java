package dev.reassembly.data;

import java.io.IOException;
import java.util.List;

/** How one storage format keeps samples in objects. */
interface SampleFormat {
    /** Whether an object in a folder belongs to the data, going by its lower-case name. */
    boolean accepts(String lowerName);

    /** File names for error messages, for example {@code *.jsonl}. */
    String fileNames();

    /** The parts among the accepted objects that are opened one by one; others are companions or nothing. */
    default List<Part> primary(List<Part> accepted) {
        return accepted;
    }

    /** Objects that are read along with a part. */
    default List<Part> companions(Part part) throws IOException {
        return List.of();
    }

    SampleReader open(Part part) throws IOException;

    /** Whether labels are class numbers, so that {@code classes} gives names to them instead of listing them. */
    default boolean numbersClasses() {
        return false;
    }
}
