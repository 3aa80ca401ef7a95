package dev.reassembly.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reassembly.front.FrontResult;
import dev.reassembly.front.FrontResult.Budget;
import dev.reassembly.front.FrontResult.Network;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FrontPageTest {
    private static final String EVIL = "<script>alert('x')</script>";

    private static FrontResult front(double metric) {
        return FrontResult.of("digits " + EVIL, "Accuracy", 3000, 10,
                List.of(new Network("small", 0.70, 0.008, 2_000_000, 100_000, List.of("middle")), new Network("large " + EVIL, 0.90, 0.005, 8_000_000, 400_000, List.of())),
                List.of(new Budget("tiny", Map.of("flops", 1e6), null, null, null, null, "no assembly fits " + EVIL),
                        new Budget("middle", Map.of("flops", 5e6), "s3://b/middle", new Network("middle:a01", metric, 0.006, 4_000_000, 200_000, List.of("middle")),
                                metric - 0.70, 0.009, null)));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void carriesNoScriptAndNoOutsideReference() {
        String html = FrontPage.html(front(0.85));
        assertThat(html).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=").doesNotContain("data:");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
        assertThat(html).contains("0.8500 ± 0.0060", "+15.00 ± 0.90", "Budget tiny is not met: no assembly fits &lt;script&gt;", "5.00 M FLOPs", "&lt;script&gt;");
    }

    @Test
    void aLossIsCalledALoss() {
        assertThat(FrontPage.points(front(0.6877).budgets().get(1))).isEqualTo("-1.23 ± 0.90");
        assertThat(FrontPage.points(front(0.80).budgets().get(0))).isEqualTo("-");
    }

    /** At the budgets the small network has .6 and the delivered one its metric less .1; alone, and at its own cost, that is a loss of 41.7 %. */
    @Test
    void theFirstRowIsAtTheBudgets() {
        String html = FrontPage.html(front(0.80));
        List<String> rows = List.of(html.substring(html.indexOf("<h2>Hypervolume")).split("<tr"));
        assertThat(rows.get(2)).contains("at the budgets, doublings of FLOPs", "10.0 M FLOPs", "0.6000", "0.7000", "+16.7 %");
        assertThat(rows.get(3)).contains("with the zoo&#39;s own, doublings of FLOPs", "16.0 M", "2.0000", "2.1000", "+5.0 %");
        assertThat(rows.get(4)).contains("at own costs, doublings of FLOPs", "8.00 M", "1.2000", "0.7000", "-41.7 %");
        assertThat(rows.get(9)).contains("tiny", "1.00 M FLOPs", "<td>-</td><td>-</td>");
        assertThat(rows.get(10)).contains("middle", "5.00 M FLOPs", "<td>0.7000</td><td>0.8000</td>");
    }

    /** The bars of the drawing are as long as two standard errors say, and dearer networks lie to the right. */
    @Test
    void drawsErrorsAndCosts() throws Exception {
        NodeList circles = parsed(FrontPlot.draw(front(0.85))).getElementsByTagName("circle");
        List<Element> flops = new ArrayList<>();
        for (int i = 0; i < circles.getLength(); i++) {
            Element circle = (Element) circles.item(i);
            if (circle.getTextContent().contains(" M")) {
                flops.add(circle);
            }
        }
        assertThat(flops).extracting(circle -> circle.getTextContent().replaceAll(":.*", "")).containsExactly("small", "large " + EVIL, "delivered for middle");
        double small = Double.parseDouble(flops.get(0).getAttribute("cx"));
        double middle = Double.parseDouble(flops.get(2).getAttribute("cx"));
        double large = Double.parseDouble(flops.get(1).getAttribute("cx"));
        assertThat(middle - small).as("one doubling each").isPositive().isCloseTo(large - middle, within(0.11));
        Element bar = (Element) flops.get(0).getPreviousSibling().getPreviousSibling().getPreviousSibling();
        double length = Double.parseDouble(bar.getAttribute("y1")) - Double.parseDouble(bar.getAttribute("y2"));
        double between = Double.parseDouble(flops.get(0).getAttribute("cy")) - Double.parseDouble(flops.get(1).getAttribute("cy"));
        assertThat(length / between).isCloseTo(2 * 0.008 / 0.20, within(0.002));
    }

    /** The delivered stair begins at its budget, ends a doubling after, and lies above the zoo's by the gain in metric. */
    @Test
    void drawsBothStairsAtTheBudgets() throws Exception {
        NodeList stairs = parsed(FrontPlot.draw(front(0.80))).getElementsByTagName("polyline");
        double[] zoo = numbers((Element) stairs.item(0));
        double[] delivered = numbers((Element) stairs.item(1));
        assertThat(zoo).hasSize(4);
        assertThat(delivered[0]).isEqualTo(zoo[0]);
        assertThat(delivered[2]).isEqualTo(zoo[2]);
        assertThat(delivered[1]).as("higher up").isLessThan(zoo[1]);
        NodeList texts = parsed(FrontPlot.draw(front(0.80))).getElementsByTagName("text");
        double one = across(texts, "1.00 M");
        double two = across(texts, "2.00 M");
        assertThat(delivered[2] - delivered[0]).isCloseTo(two - one, within(0.21));
        assertThat(delivered[0] - one).isCloseTo((two - one) * Math.log(5) / Math.log(2), within(0.21));
    }

    private static double[] numbers(Element polyline) {
        return Pattern.compile("[ ,]+").splitAsStream(polyline.getAttribute("points").strip()).mapToDouble(Double::parseDouble).toArray();
    }

    private static double across(NodeList texts, String label) {
        for (int i = 0; i < texts.getLength(); i++) {
            if (texts.item(i).getTextContent().equals(label)) {
                return Double.parseDouble(((Element) texts.item(i)).getAttribute("x"));
            }
        }
        throw new AssertionError("no " + label);
    }
}
