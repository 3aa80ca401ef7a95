package dev.reassembly.publish;

import dev.reassembly.api.v1alpha1.ImagePreprocessing;
import dev.reassembly.api.v1alpha1.ModelReassemblySpec;
import dev.reassembly.api.v1alpha1.Preprocessing;
import dev.reassembly.api.v1alpha1.TextPreprocessing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How a network's input is prepared: as for the model of its first block, the only one that sees the input. Later blocks get
 * hidden states, so what their own models would have done to the input no longer applies; this tells where it differs.
 */
public final class Preparation {
    private Preparation() {}

    /**
     * @param models of the blocks in order
     * @return sentences for people
     */
    public static String sentences(ModelReassemblySpec spec, List<String> models) {
        Preprocessing first = of(spec, models.get(0));
        StringBuilder text = new StringBuilder("Its input is prepared as for ").append(models.get(0)).append(": ").append(describe(first))
                .append(".");
        Set<String> others = new LinkedHashSet<>(models.subList(1, models.size()));
        others.remove(models.get(0));
        for (String other : others) {
            List<String> differences = differences(first, of(spec, other));
            if (!differences.isEmpty()) {
                text.append(" ").append(other).append(" itself expects another ").append(String.join(", another ", differences))
                        .append("; its blocks here read what the stitch before them makes of ").append(models.get(0)).append("'s.");
            }
        }
        return text.toString();
    }

    private static Preprocessing of(ModelReassemblySpec spec, String model) {
        return spec.zoo().stream().filter(m -> m.name().equals(model)).findFirst().orElseThrow().preprocessing();
    }

    private static String describe(Preprocessing preprocessing) {
        if (preprocessing.text() != null) {
            return "tokenizer " + preprocessing.text().tokenizer() + ", at most " + preprocessing.text().maxLength() + " tokens";
        }
        ImagePreprocessing image = preprocessing.image();
        return image.channels() + " " + image.layout() + " " + image.height() + " x " + image.width() + ", (pixel - mean) / std with mean "
                + mean(image) + " and std " + std(image) + " on pixel values of 0 to 255";
    }

    private static List<String> differences(Preprocessing a, Preprocessing b) {
        List<String> found = new ArrayList<>();
        if (a.text() != null && b.text() != null) {
            TextPreprocessing own = b.text();
            add(found, "tokenizer (" + own.tokenizer() + ")", a.text().tokenizer(), own.tokenizer());
            add(found, "length (" + own.maxLength() + " tokens)", a.text().maxLength(), own.maxLength());
        } else if (a.image() != null && b.image() != null) {
            ImagePreprocessing given = a.image();
            ImagePreprocessing own = b.image();
            add(found, "size (" + own.height() + " x " + own.width() + ")", List.of(given.height(), given.width()),
                    List.of(own.height(), own.width()));
            add(found, "layout (" + own.layout() + ")", given.layout(), own.layout());
            add(found, "order of channels (" + own.channels() + ")", given.channels(), own.channels());
            add(found, "mean (" + mean(own) + ")", mean(given), mean(own));
            add(found, "std (" + std(own) + ")", std(given), std(own));
        }
        return found;
    }

    private static void add(List<String> found, String difference, Object a, Object b) {
        if (!Objects.equals(a, b)) {
            found.add(difference);
        }
    }

    private static List<Double> mean(ImagePreprocessing image) {
        return Objects.requireNonNullElse(image.mean(), List.of(0.0));
    }

    private static List<Double> std(ImagePreprocessing image) {
        return Objects.requireNonNullElse(image.std(), List.of(255.0));
    }
}
