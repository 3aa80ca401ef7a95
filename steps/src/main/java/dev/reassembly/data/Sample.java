package dev.reassembly.data;

/**
 * One example as a file format gives it.
 *
 * @param id stable identity: the same in every run over the same files
 * @param where the place named in errors, for example {@code train.csv line 12}
 * @param label the class's name, or its number when the format numbers classes
 */
record Sample(String id, String where, String label, Payload payload) {}
