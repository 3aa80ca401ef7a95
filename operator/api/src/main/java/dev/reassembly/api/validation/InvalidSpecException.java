package dev.reassembly.api.validation;

import java.util.List;

/** A ModelReassembly that breaks its schema: one sentence a problem, each beginning with the field. */
public final class InvalidSpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient List<String> problems;

    public InvalidSpecException(String file, List<String> problems) {
        super(file + ": " + String.join("; ", problems));
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** What the source was called. */
    public String file() {
        return file;
    }

    public List<String> problems() {
        return problems;
    }
}
