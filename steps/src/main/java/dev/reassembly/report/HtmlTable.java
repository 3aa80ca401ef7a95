package dev.reassembly.report;

import java.util.List;
import java.util.stream.Stream;

/** An HTML table; all cells are escaped. */
final class HtmlTable {
    private final StringBuilder out = new StringBuilder("<div style=\"overflow-x:auto\"><table><tr>");
    private final int columns;

    HtmlTable(String... header) {
        this(Stream.of(header));
    }

    HtmlTable(Stream<String> names) {
        List<String> header = names.toList();
        columns = header.size();
        for (String cell : header) {
            out.append("<th>").append(Svg.escape(cell)).append("</th>");
        }
        out.append("</tr>");
    }

    /** @param style a CSS class of the row, or empty */
    void row(String style, String... cells) {
        row(style, Stream.of(cells));
    }

    /** @param style a CSS class of the row, or empty */
    void row(String style, Stream<String> values) {
        List<String> cells = values.toList();
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns + " columns");
        }
        out.append(style.isEmpty() ? "<tr>" : "<tr class=\"" + style + "\">");
        for (String cell : cells) {
            out.append("<td>").append(Svg.escape(cell)).append("</td>");
        }
        out.append("</tr>");
    }

    @Override
    public String toString() {
        return out + "</table></div>";
    }
}
