package dev.reassembly.pipeline;

import dev.reassembly.failure.InvalidInputException;

/** No network can be delivered for a budget: the user's mistake where it is the only one, an entry of the report where there are others. */
final class UnmetBudgetException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnmetBudgetException(String field, String reason) {
        super(field, reason);
        this.reason = reason;
    }

    /** Why, without the field. */
    String reason() {
        return reason;
    }
}
