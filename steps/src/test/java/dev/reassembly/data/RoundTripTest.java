package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever texts are written by an independent writer come back unchanged, cached or streamed. */
class RoundTripTest {
    @Property(tries = 60)
    void jsonLines(@ForAll("texts") List<String> texts) throws IOException {
        JsonMapper json = new JsonMapper();
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            Map<String, Object> line = new TreeMap<>(Map.of("label", i % 2, "text", texts.get(i), "no", i));
            file.append(json.writeValueAsString(line)).append('\n');
        }
        assertRoundTrip(file.toString(), ".jsonl", Format.JSONL, texts);
    }

    @Property(tries = 60)
    void csv(@ForAll("texts") List<String> texts) throws IOException {
        StringBuilder file = new StringBuilder("no,text,label\r\n");
        for (int i = 0; i < texts.size(); i++) {
            file.append(i).append(",\"").append(texts.get(i).replace("\"", "\"\"")).append("\",").append(i % 2).append("\r\n");
        }
        assertRoundTrip(file.toString(), ".csv", Format.CSV, texts);
    }

    private static void assertRoundTrip(String content, String ending, Format format, List<String> texts) throws IOException {
        Path file = Files.createTempFile("round-trip", ending);
        try {
            Files.writeString(file, content);
            for (long cache : new long[] {0, 1 << 20}) {
                Dataset data = Datasets.open(Specs.spec(file, format), 1, new FolderSource(), cache);
                String[] read = new String[texts.size()];
                for (Example example : Specs.everything(data)) {
                    read[Integer.parseInt(example.id().substring(example.id().lastIndexOf('#') + 1)) - 1] = Specs.text(example);
                }
                assertThat(read).containsExactlyElementsOf(texts);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Arbitrary<String> nasty = Arbitraries.strings().withChars("\",;\t\r\n\\'{}[]: \u00e9\u4e16").ofMaxLength(12);
        return Arbitraries.oneOf(any, nasty).list().ofMinSize(10).ofMaxSize(30).map(ArrayList::new);
    }
}
