package dev.reassembly.data;

import dev.reassembly.failure.InvalidInputException;
import dev.reassembly.failure.StepFailedException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Rows after a header line, quoted as RFC 4180 says; separated by commas, or by tabs when the name ends in .tsv or .tab. */
final class CsvRows implements SampleFormat {
    private final DataSource source;
    private final String textField;
    private final String labelField;

    CsvRows(DataSource source, String textField, String labelField) {
        this.source = source;
        this.textField = textField;
        this.labelField = labelField;
    }

    @Override
    public boolean accepts(String lowerName) {
        return lowerName.matches(".*\\.(csv|tsv|tab)(\\.gz)?");
    }

    @Override
    public String fileNames() {
        return "*.csv, *.tsv, *.tab, also with .gz";
    }

    @Override
    public SampleReader open(Part part) throws IOException {
        Reader reader = new InputStreamReader(Gunzip.open(source, part), StandardCharsets.UTF_8.newDecoder());
        try {
            CSVParser parser = format(part).parse(withoutByteOrderMark(reader));
            return new Rows(parser, part.name());
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw failure(e, part.name(), 1);
        }
    }

    private static CSVFormat format(Part part) {
        boolean tabs = part.lowerName().matches(".*\\.(tsv|tab)(\\.gz)?");
        return CSVFormat.RFC4180.builder().setDelimiter(tabs ? '\t' : ',').setHeader().setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true).setAllowMissingColumnNames(true).setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL).get();
    }

    private static Reader withoutByteOrderMark(Reader reader) throws IOException {
        PushbackReader pushback = new PushbackReader(reader);
        int first = pushback.read();
        if (first >= 0 && first != '\uFEFF') {
            pushback.unread(first);
        }
        return pushback;
    }

    /** The user's mistakes as such; what is left of I/O errors for a retry. */
    private static IOException failure(Exception e, String name, long line) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        if (e instanceof InvalidInputException || e instanceof StepFailedException) {
            throw (RuntimeException) e;
        }
        if (cause instanceof CharacterCodingException) {
            throw new InvalidInputException(name, "is not UTF-8 text (somewhere after line " + line + ")", cause);
        }
        if (cause instanceof CSVException || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException) {
            throw new InvalidInputException(name + " line " + line, "is not a CSV row: " + cause.getMessage(), cause);
        }
        return cause instanceof IOException io ? io : new IOException(name + ": " + cause, cause);
    }

    private final class Rows implements SampleReader {
        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private final String name;
        private final int text;
        private final int label;

        Rows(CSVParser parser, String name) {
            this.parser = parser;
            this.records = parser.iterator();
            this.name = name;
            List<String> header = parser.getHeaderNames();
            text = column(header, textField);
            label = column(header, labelField);
        }

        private int column(List<String> header, String field) {
            int column = header.indexOf(field);
            if (column < 0) {
                throw new InvalidInputException(name, "has no column '" + field + "'; the header line names " + header);
            }
            if (column != header.lastIndexOf(field)) {
                throw new InvalidInputException(name, "has several columns '" + field + "'; the header line names " + header);
            }
            return column;
        }

        @Override
        public Sample next() throws IOException {
            long line = parser.getCurrentLineNumber() + 1;
            CSVRecord row;
            try {
                if (!records.hasNext()) {
                    return null;
                }
                row = records.next();
            } catch (RuntimeException e) {
                throw failure(e, name, line);
            }
            String where = name + " line " + line;
            if (row.size() != parser.getHeaderNames().size()) {
                throw new InvalidInputException(where, "has " + row.size() + " fields, but the header line has "
                        + parser.getHeaderNames().size());
            }
            return new Sample(name + "#" + row.getRecordNumber(), where, row.get(label), new Payload.OfText(row.get(text)));
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
