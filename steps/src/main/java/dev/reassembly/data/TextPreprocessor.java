package dev.reassembly.data;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import dev.reassembly.failure.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Texts to token ids, attention mask and token types, cut to {@code maxLength} tokens with the special ones and padded to the
 * longest text of the batch, with the ids that the tokenizer's file names.
 */
final class TextPreprocessor implements Preprocessor {
    private static final int LONGEST = 4096;

    private final HuggingFaceTokenizer tokenizer;
    private final String field;

    TextPreprocessor(TextPreprocessing text, String field, DataSource source) throws IOException {
        this.field = field;
        int maxLength = text.maxLength() == null ? 128 : text.maxLength();
        if (maxLength < 1 || maxLength > LONGEST) {
            throw new InvalidInputException(field + ".maxLength", "is " + maxLength + "; it must be between 1 and " + LONGEST);
        }
        if (text.tokenizer() == null || source.stat(text.tokenizer()).isEmpty()) {
            throw new InvalidInputException(field + ".tokenizer", "there is no file " + text.tokenizer());
        }
        tokenizer = load(text.tokenizer(), maxLength, source);
    }

    private HuggingFaceTokenizer load(String uri, int maxLength, DataSource source) throws IOException {
        // The native library comes with its jar; without this the loader may look for another build of it on the net.
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
        Map<String, String> options = Map.of("padding", "true", "truncation", "true",
                "maxLength", String.valueOf(maxLength), "modelMaxLength", String.valueOf(maxLength));
        LibUtils.checkStatus(); // a library that does not load is no fault of the file's
        try (InputStream in = source.open(uri)) {
            return HuggingFaceTokenizer.newInstance(in, options);
        } catch (RuntimeException e) {
            throw new InvalidInputException(field + ".tokenizer",
                    uri + " is not a tokenizer in the Hugging Face JSON format: " + e.getMessage(), e);
        }
    }

    @Override
    public Batch encode(List<Example> examples) {
        Encoding[] encodings = tokenizer.batchEncode(examples.stream().map(this::text).toList());
        int length = encodings.length == 0 ? 0 : encodings[0].getIds().length;
        return new Batch(Map.of(
                InputRole.IDS, tensor(encodings, length, Encoding::getIds),
                InputRole.MASK, tensor(encodings, length, Encoding::getAttentionMask),
                InputRole.TYPES, tensor(encodings, length, Encoding::getTypeIds)),
                examples.stream().mapToInt(Example::label).toArray(), examples.stream().map(Example::id).toList());
    }

    private String text(Example example) {
        if (example.content() instanceof Example.Text text) {
            return text.text();
        }
        throw new InvalidInputException(field, "prepares text, but the data set holds pictures (" + example.id() + ")");
    }

    private static HostTensor tensor(Encoding[] encodings, int length, Function<Encoding, long[]> values) {
        long[] shape = {encodings.length, length};
        ByteBuffer data = HostTensors.allocate(HostTensor.Type.INT64, shape);
        LongBuffer longs = data.asLongBuffer();
        for (Encoding encoding : encodings) {
            longs.put(values.apply(encoding));
        }
        return new HostTensor(HostTensor.Type.INT64, shape, data);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
