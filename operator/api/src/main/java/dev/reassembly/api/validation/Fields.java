package dev.reassembly.api.validation;

/** Field names as users write them: {@code spec.zoo[1].uri}. */
final class Fields {
    private Fields() {}

    /** @param pointer JSON pointer below {@code spec}, for example {@code /zoo/1/uri} */
    static String name(String pointer) {
        return "spec" + pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.');
    }
}
