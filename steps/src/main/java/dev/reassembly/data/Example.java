package dev.reassembly.data;

/** One labelled example; {@code id} is stable across runs and names it in errors. */
public record Example(String id, Content content, int label) {
    public sealed interface Content {}

    /** An 8-bit RGB picture, row-major height x width x 3. */
    public record Image(int width, int height, byte[] rgb) implements Content {}

    public record Text(String text) implements Content {}

    /** Of a text about the number of tokens: words, punctuation marks and ideographs, which is closer to it than the number of characters. Pictures have none. */
    public int length() {
        if (!(content instanceof Text text)) {
            return 0;
        }
        String characters = text.text();
        int length = 0;
        boolean inWord = false;
        for (int i = 0; i < characters.length(); i += Character.charCount(characters.codePointAt(i))) {
            int character = characters.codePointAt(i);
            boolean word = Character.isLetterOrDigit(character) && !Character.isIdeographic(character);
            length += !Character.isWhitespace(character) && !(word && inWord) ? 1 : 0;
            inWord = word;
        }
        return length;
    }
}
