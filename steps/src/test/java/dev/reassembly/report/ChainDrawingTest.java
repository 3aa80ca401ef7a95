package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.model.cut.Chain;
import dev.reassembly.model.cut.ChainBuilder;
import dev.reassembly.model.cut.Cut;
import dev.reassembly.model.cut.Feature;
import dev.reassembly.model.cut.Layer;
import dev.reassembly.model.cut.Skeletons;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChainDrawingTest {
    private static final Feature MAP = new Feature(Feature.Layout.NCHW, 8, 4, 4, false);

    private static Document draw(Chain chain) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(ChainDrawing.draw(chain))));
    }

    private static Chain chain(int layers, String name) {
        return new Chain("m", new Chain.Inputs("x", null, null, null),
                IntStream.rangeClosed(0, layers).mapToObj(i -> new Cut(i, "t" + i, i == 0 ? Feature.INPUT : MAP)).toList(),
                IntStream.range(0, layers).mapToObj(i -> new Layer(i, name + i, "Conv", 1000L * i, 1_000_000L * (layers - i), 1)).toList());
    }

    /** The picture in the documentation is what the program draws now. */
    @Test
    void theDocumentationHasThisPicture(@TempDir Path folder) throws IOException {
        Chain chain = ChainBuilder.build("efficientnet-b0", new Skeletons(folder).read("efficientnet_b0", "opset17"),
                Skeletons.all().get("efficientnet_b0").input("opset17"), null);
        String drawn = ChainDrawing.draw(chain);
        if (Boolean.getBoolean("redraw")) {
            Files.writeString(Path.of("../docs/efficientnet_b0.svg"), drawn);
        }
        assertThat(Path.of("../docs/efficientnet_b0.svg")).hasContent(drawn);
    }

    @Test
    void everyLayerHasItsNameItsShapeAndItsFigures() throws Exception {
        for (int layers : List.of(1, 5, 60)) {
            List<String> texts = texts(draw(chain(layers, "layer ")));
            assertThat(texts).contains("8 x 4 x 4 map", "layer 0", "layer " + (layers - 1), layers == 60 ? "60.0 M" : layers + ".00 M");
        }
    }

    @Test
    void barsAreAsLongAsWhatTheyTell() throws Exception {
        NodeList rects = draw(chain(3, "l")).getElementsByTagName("rect");
        List<Double> widths = IntStream.range(0, rects.getLength()).mapToObj(rects::item)
                .filter(r -> r.getAttributes().getNamedItem("fill").getNodeValue().equals(Palette.ACCENT))
                .map(r -> Double.valueOf(r.getAttributes().getNamedItem("width").getNodeValue())).toList();
        assertThat(widths).hasSize(3);
        assertThat(widths.get(1)).isCloseTo(widths.get(0) * 2 / 3, within(0.1));
        assertThat(widths.get(2)).isCloseTo(widths.get(0) / 3, within(0.1));
    }

    @Test
    void namesAreNoMarkup() throws Exception {
        assertThat(draw(chain(2, "<script>alert(1)</script>")).getElementsByTagName("script").getLength()).isZero();
    }

    private static List<String> texts(Document svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> nodes.item(i).getTextContent()).toList();
    }
}
