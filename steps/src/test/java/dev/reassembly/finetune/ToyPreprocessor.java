package dev.reassembly.finetune;

import dev.reassembly.data.Batch;
import dev.reassembly.data.Example;
import dev.reassembly.data.HostTensor;
import dev.reassembly.data.InputRole;
import dev.reassembly.data.Preprocessor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Pictures to [n, 3, h, w] in [-1, 1]; texts to letters 1 to 26 with padding 0 and a mask. */
record ToyPreprocessor() implements Preprocessor {
    @Override
    public Batch encode(List<Example> examples) {
        Map<InputRole, HostTensor> inputs = examples.get(0)
                .content() instanceof Example.Image ? pictures(examples) : texts(examples);
        return new Batch(inputs, examples.stream().mapToInt(Example::label).toArray(), examples.stream().map(Example::id)
                .toList());
    }

    private static Map<InputRole, HostTensor> pictures(List<Example> examples) {
        Example.Image first = (Example.Image) examples.get(0).content();
        int pixels = first.width() * first.height();
        ByteBuffer data = direct(4 * 3 * pixels * examples.size());
        for (int i = 0; i < examples.size(); i++) {
            byte[] rgb = ((Example.Image) examples.get(i).content()).rgb();
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < 3; c++) {
                    data.putFloat(4 * ((i * 3 + c) * pixels + p), (rgb[3 * p + c] & 255) / 127.5f - 1);
                }
            }
        }
        return Map.of(InputRole.IMAGE, new HostTensor(HostTensor.Type.FLOAT,
                new long[] {examples.size(), 3, first.height(), first.width()}, data));
    }

    private static Map<InputRole, HostTensor> texts(List<Example> examples) {
        int length = examples.stream().mapToInt(example -> text(example).length()).max().orElse(0);
        ByteBuffer ids = direct(8 * length * examples.size());
        ByteBuffer mask = direct(8 * length * examples.size());
        for (int i = 0; i < examples.size(); i++) {
            String text = text(examples.get(i));
            for (int k = 0; k < text.length(); k++) {
                ids.putLong(8 * (i * length + k), text.charAt(k) - 'a' + 1);
                mask.putLong(8 * (i * length + k), 1);
            }
        }
        long[] shape = {examples.size(), length};
        return Map.of(InputRole.IDS, new HostTensor(HostTensor.Type.INT64, shape, ids),
                InputRole.MASK, new HostTensor(HostTensor.Type.INT64, shape, mask));
    }

    private static String text(Example example) {
        return ((Example.Text) example.content()).text();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {}
}
