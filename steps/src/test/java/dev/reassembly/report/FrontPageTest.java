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
                List.of(new Network("small", 0.70, 0.008, 2_000_000, 100_000), new Network("large " + EVIL, 0.90, 0.005, 8_000_000, 400_000)),
                List.of(new Budget("tiny", Map.of("flops", 1e6), null, null, null, null, "no assembly fits " + EVIL),
                        new Budget("middle", Map.of("flops", 5e6), "s3://b/middle", new Network("middle:a01", metric, 0.006, 4_000_000, 200_000),
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
        // The zoo has 0.6 * 2 by doublings of FLOPs; the corner is the large network's cost.
        assertThat(FrontPage.verdict(front(0.80))).contains("for 1 of 2 budgets", "41.7 % smaller than that of the zoo");
        assertThat(FrontPage.points(front(0.6877).budgets().get(1))).isEqualTo("-1.23 ± 0.90");
        assertThat(FrontPage.points(front(0.80).budgets().get(0))).isEqualTo("-");
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
}
