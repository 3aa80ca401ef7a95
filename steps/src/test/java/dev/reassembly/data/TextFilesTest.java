package dev.reassembly.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reassembly.api.v1alpha1.DatasetSpec.Format;
import dev.reassembly.failure.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFilesTest {
    @TempDir
    private Path folder;

    @Test
    void splitsOfItsOwnAreKept() throws IOException {
        write("data/train-0.jsonl", json("a", "x"), json("b", "y"));
        write("data/train-1.jsonl", json("c", "x"));
        write("data/val.jsonl", json("d", "y"));
        write("data/test.jsonl", json("e", "x"));
        write("data/README.md", "# not data");
        Dataset data = Specs.open(folder.resolve("data"), Format.JSONL);
        assertThat(Specs.all(data, Split.TRAIN)).extracting(Specs::text).containsExactly("a", "b", "c");
        assertThat(Specs.ids(data, Split.TRAIN)).containsExactly("train-0.jsonl#1", "train-0.jsonl#2", "train-1.jsonl#1");
        assertThat(Specs.all(data, Split.TRAIN)).extracting(Example::label).containsExactly(0, 1, 0);
        assertThat(Specs.all(data, Split.VALIDATION)).extracting(Specs::text).containsExactly("d");
        assertThat(Specs.all(data, Split.TEST)).extracting(Specs::text).containsExactly("e");
    }

    @Test
    void missingSplitIsDrawnFromTheTrainingDataAlone() throws IOException {
        write("data/train.jsonl", lines(100));
        write("data/test.jsonl", json("mine", "c0"), json("too", "c1"));
        Dataset data = Specs.open(folder.resolve("data"), Format.JSONL);
        assertThat(Specs.all(data, Split.TEST)).extracting(Specs::text).containsExactly("mine", "too");
        assertThat(data.size(Split.VALIDATION)).isEqualTo(10);
        assertThat(data.size(Split.TRAIN)).isEqualTo(90);
    }

    @Test
    void theSplitOfAnExampleDoesNotDependOnTheOthersOrder() throws IOException {
        // Names say who an example is, so the same files in another folder, or read through a cache or not, split alike.
        write("one/a.jsonl", lines(60));
        write("one/b.jsonl", lines(40));
        Dataset cached = Datasets.open(Specs.spec(folder.resolve("one"), Format.JSONL), 1, new FolderSource());
        Dataset streamed = Datasets.open(Specs.spec(folder.resolve("one"), Format.JSONL), 7, new FolderSource(), 0);
        for (Split split : Split.values()) {
            assertThat(Specs.all(streamed, split)).isEqualTo(Specs.all(cached, split)).isNotEmpty();
        }
    }

    @Test
    void csvQuotingTabsAndByteOrderMark() throws IOException {
        write("a.csv", "\uFEFFlabel,text,more\r\nx,\"one, \"\"two\"\"\r\nthree\",1\r\ny,plain,2\r\n"
                + "x,,3\r\ny,\"\u00fc\",4\r\nx,e,5\r\ny,f,6\r\n");
        assertThat(Specs.everything(Specs.open(folder.resolve("a.csv"), Format.CSV))).extracting(Specs::text)
                .containsExactlyInAnyOrder("one, \"two\"\r\nthree", "plain", "", "\u00fc", "e", "f");
        write("b.tsv", "text\tlabel\na,b\t1\nc\t0\nd\t1\ne\t0\nf\t1\ng\t0\n");
        assertThat(Specs.everything(Specs.open(folder.resolve("b.tsv"), Format.CSV))).extracting(Specs::text)
                .containsExactlyInAnyOrder("a,b", "c", "d", "e", "f", "g");
    }

    /** {@code DataFrame.to_csv} writes its index as a column without a name. */
    @Test
    void csvColumnsThatNobodyAskedForMayBeNamelessOrAlike() throws IOException {
        write("a.csv", ",text,label,note,note\n0,a,x,,\n1,b,y,,\n2,c,x,,\n3,d,y,,\n4,e,x,,\n5,f,y,,\n");
        assertThat(Specs.everything(Specs.open(folder.resolve("a.csv"), Format.CSV))).extracting(Specs::text)
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        write("b.csv", "text,label,text\na,x,b\n");
        assertThatThrownBy(() -> Specs.open(folder.resolve("b.csv"), Format.CSV)).isInstanceOf(InvalidInputException.class)
                .hasMessage("b.csv: has several columns 'text'; the header line names [text, label, text]");
        write("c.csv", ",text,label\n0,a,x\n1,b\n");
        assertThatThrownBy(() -> Specs.open(folder.resolve("c.csv"), Format.CSV)).isInstanceOf(InvalidInputException.class)
                .hasMessage("c.csv line 3: has 2 fields, but the header line has 3");
    }

    @Test
    void gzippedFilesAndLabelsOfOtherTypes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 24; i++) {
                gzip.write(("{\"text\": \"t" + i + "\", \"label\": " + i % 12 + "}\n\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(folder.resolve("n.jsonl.gz"), bytes.toByteArray());
        Dataset data = Specs.open(folder.resolve("n.jsonl.gz"), Format.JSONL);
        // Whole numbers are sorted by value: 10 and 11 after 9.
        assertThat(data.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(Specs.everything(data)).allSatisfy(example ->
                assertThat(example.label()).isEqualTo(Integer.parseInt(Specs.text(example).substring(1)) % 12));
        Files.write(folder.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20));
        assertThatThrownBy(() -> Specs.open(folder.resolve("cut.jsonl.gz"), Format.JSONL))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("cut.jsonl.gz: is not a whole gzip file: ");
    }

    @Test
    void givenClassesKeepTheirOrder() throws IOException {
        write("a.jsonl", json("1", "b"), json("2", "a"), json("3", "b"), json("4", "a"), json("5", "b"), json("6", "a"));
        Dataset data = Specs.open(folder.resolve("a.jsonl"), Format.JSONL, List.of("b", "unused", "a"));
        assertThat(data.classes()).containsExactly("b", "unused", "a");
        assertThat(Specs.everything(data)).allSatisfy(example ->
                assertThat(example.label()).isEqualTo(Integer.parseInt(Specs.text(example)) % 2 == 1 ? 0 : 2));
    }

    @Test
    void digestChangesWithContentNamesAndSpecAlone() throws IOException {
        write("a/d.jsonl", lines(50));
        write("b/d.jsonl", lines(50));
        write("c/e.jsonl", lines(50));
        write("d/d.jsonl", lines(51));
        String first = Specs.open(folder.resolve("a"), Format.JSONL).digest();
        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(Specs.open(folder.resolve("b"), Format.JSONL).digest()).isEqualTo(first);
        assertThat(Specs.open(folder.resolve("c"), Format.JSONL).digest()).isNotEqualTo(first);
        assertThat(Specs.open(folder.resolve("d"), Format.JSONL).digest()).isNotEqualTo(first);
        assertThat(Datasets.open(Specs.spec(folder.resolve("a"), Format.JSONL, null, null, 8L), 1, new FolderSource()).digest())
                .isNotEqualTo(first);
        assertThat(Datasets.open(Specs.spec(folder.resolve("a"), Format.JSONL), 2, new FolderSource()).digest()).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"text\": \"a\", \"label\": \"x\"|bad.jsonl line 3: is not one JSON object: Unexpected end-of-input",
        "{\"text\": \"a\", \"label\": \"x\"} 1|bad.jsonl line 3: is not one JSON object: Trailing token",
        "{\"text\": \"a\", \"text\": \"b\", \"label\": \"x\"}|bad.jsonl line 3: is not one JSON object: Duplicate field 'text'",
        "[1, 2]|bad.jsonl line 3: is not a JSON object but ARRAY",
        "{\"body\": \"a\", \"label\": \"x\"}|bad.jsonl line 3: has no field 'text'; its fields are [body, label]",
        "{\"text\": 5, \"label\": \"x\"}|bad.jsonl line 3: field 'text' must be a string, not NUMBER",
        "{\"text\": \"a\", \"label\": 0.5}|"
            + "bad.jsonl line 3: field 'label' must name a class by a string or whole number, not NUMBER",
        "{\"text\": \"a\", \"label\": \" \"}|bad.jsonl line 3: has an empty label",
        "{\"text\": \"a\", \"label\": \"z\"}|bad.jsonl line 3: has the label 'z', which is not one of the classes [x, y]"})
    void faultyJsonLinesAreNamed(String line, String message) throws IOException {
        write("bad.jsonl", json("a", "x"), "", line, json("b", "y"));
        assertThatThrownBy(() -> Specs.open(folder.resolve("bad.jsonl"), Format.JSONL, List.of("x", "y")))
                .isInstanceOf(InvalidInputException.class).hasMessageStartingWith(message).hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "text,label;a,x;b|bad.csv line 3: has 1 fields, but the header line has 2",
        "text,label;a,x;b,y,z|bad.csv line 3: has 3 fields, but the header line has 2",
        "text,label;a,x;\"b\"c,y|bad.csv line 3: is not a CSV row",
        "text,label;a,x;b,\"y|bad.csv line 3: is not a CSV row",
        "body,label;a,x|bad.csv: has no column 'text'; the header line names [body, label]",
        "text,text;a,x|bad.csv: has several columns 'text'; the header line names [text, text]",
        "text,label;a,|bad.csv line 2: has an empty label",
        "text,label|bad.csv: holds no example"})
    void faultyCsvRowsAreNamed(String rows, String message) throws IOException {
        write("bad.csv", rows.replace(";", "\n"));
        String at = FolderSource.uri(folder.resolve("bad.csv"));
        assertThatThrownBy(() -> Specs.open(folder.resolve("bad.csv"), Format.CSV)).isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(e.getMessage().replace(at, "bad.csv")).startsWith(message));
    }

    @Test
    void linesLongerThanAnyBufferStayWhole() throws IOException {
        String[] lines = new String[8];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = json(("\u00fc" + i).repeat(7000 + 4000 * i), "c" + i % 2);
        }
        Path file = write("long.jsonl", lines);
        List<Example> all = Specs.everything(Specs.open(file, Format.JSONL));
        assertThat(all).hasSize(8).allSatisfy(example -> {
            int line = Integer.parseInt(example.id().substring("long.jsonl#".length())) - 1;
            assertThat(Specs.text(example)).isEqualTo(("\u00fc" + line).repeat(7000 + 4000 * line));
        });
        Path endless = write("endless.jsonl", "[" + " ".repeat(Lines.LONGEST));
        assertThatThrownBy(() -> Specs.open(endless, Format.JSONL)).isInstanceOf(InvalidInputException.class)
                .hasMessage("endless.jsonl line 1: is longer than 16 MiB");
    }

    @Test
    void wrongEncodingIsNamed() throws IOException {
        Files.write(folder.resolve("l.jsonl"),
                "{\"text\": \"a\", \"label\": \"x\"}\n{\"text\": \"\u00e4\", \"label\": \"y\"}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Specs.open(folder.resolve("l.jsonl"), Format.JSONL))
                .hasMessage("l.jsonl line 2: is not UTF-8 text");
        Files.write(folder.resolve("l.csv"), "text,label\n\u00e4,x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Specs.open(folder.resolve("l.csv"), Format.CSV)).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("l.csv: is not UTF-8 text");
    }

    @Test
    void dataThatCannotBeLearnedFromIsRefused() throws IOException {
        Path one = write("one.jsonl", json("a", "x"), json("b", "x"));
        assertThatThrownBy(() -> Specs.open(one, Format.JSONL)).isInstanceOf(InvalidInputException.class)
                .hasMessage(FolderSource.uri(one) + ": all 2 examples have the label 'x'; at least two classes are needed");
        Path empty = write("empty.jsonl", "");
        assertThatThrownBy(() -> Specs.open(empty, Format.JSONL)).hasMessage(FolderSource.uri(empty) + ": holds no example");
        Path few = write("few.jsonl", json("a", "x"), json("b", "y"));
        assertThatThrownBy(() -> Specs.open(few, Format.JSONL))
                .hasMessage(FolderSource.uri(few) + ": has 2 examples, which leaves none for the validation split");
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> Specs.open(absent, Format.JSONL))
                .hasMessage(FolderSource.uri(absent) + ": there is no such file, nor a folder with files in it");
        write("other/a.parquet", "?");
        Path other = folder.resolve("other");
        assertThatThrownBy(() -> Specs.open(other, Format.CSV)).hasMessage(FolderSource.uri(other)
                + ": none of its 1 files is what the format reads (*.csv, *.tsv, *.tab, also with .gz); one is a.parquet");
    }

    @Test
    void halfNamedSplitsAreRefused() throws IOException {
        write("half/train.jsonl", lines(5));
        write("half/extra.jsonl", lines(5));
        assertThatThrownBy(() -> Specs.open(folder.resolve("half"), Format.JSONL)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has data called train, so extra.jsonl must say train, validation, val or test");
        write("none/val.jsonl", lines(5));
        write("none/test.jsonl", lines(5));
        assertThatThrownBy(() -> Specs.open(folder.resolve("none"), Format.JSONL)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has data called test.jsonl but none called train");
    }

    private static String[] lines(int count) {
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] = json("text " + i, "c" + i % 2);
        }
        return lines;
    }

    private static String json(String text, String label) {
        return "{\"text\": \"" + text + "\", \"label\": \"" + label + "\"}";
    }

    private Path write(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines));
    }
}
