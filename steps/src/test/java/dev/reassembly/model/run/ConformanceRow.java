package dev.reassembly.model.run;

/**
 * What became of one case of the standard's tests.
 *
 * @param opset version of the operator set that the case is written in, behind the domain's name if it isn't the default one
 * @param result {@code passed}; {@code refused} with a sentence that says what is not supported; {@code failed}: wrong
 * @param reason empty for what passed
 */
record ConformanceRow(String name, String operator, String opset, String result, String reason) {
    static final String PASSED = "passed";
    static final String REFUSED = "refused";
    static final String FAILED = "failed";
}
