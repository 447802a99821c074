package org.ephemeralftp.client.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.sweep.PortRange;
import org.ephemeralftp.client.sweep.PortResult;
import org.ephemeralftp.client.sweep.PortVerdict;
import org.ephemeralftp.client.sweep.SweepReport;

/** The picture of the ports as SVG, for a page or a browser, light or dark. */
public final class SweepSvg {
    private static final int WIDTH = 820;
    private static final int LEFT = 76;
    private static final int STRIP = 668;
    private static final int ROW = 26;
    private static final int BAR = 18;
    private static final int TOP = 92;
    private static final int LINE = 22;
    private static final int WIDEST_CELL = 32;
    private static final int MOST_RANGES = 12;
    private static final int MOST_TOLD = 40;
    private static final int MARGIN = 20;

    private static final String CSS = """
            .paper{fill:#ffffff} text{fill:#1f2328;font:14px system-ui,sans-serif} .head{font-size:20px;font-weight:600}
            .quiet{fill:#59636e} .number{font:12px ui-monospace,monospace;fill:#59636e} .cell{stroke:#ffffff;stroke-width:.5}
            @media (prefers-color-scheme:dark){.paper{fill:#0d1117} text{fill:#e6edf3} .quiet,.number{fill:#9198a1}
            .cell{stroke:#0d1117}}
            """;

    private final SweepReport report;
    private final PortPicture picture;
    private final XMLStreamWriter xml;

    private SweepSvg(SweepReport report, XMLStreamWriter xml) {
        this.report = report;
        this.picture = PortPicture.of(report.ports());
        this.xml = xml;
    }

    public static void write(SweepReport report, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new SweepSvg(report, xml).draw();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void draw() throws XMLStreamException {
        List<PortVerdict> verdicts = report.ports().stream()
                .map(PortResult::verdict)
                .distinct()
                .sorted()
                .toList();
        List<PortRange> ranges = report.ranges().size() <= MOST_RANGES ? report.ranges() : List.of();
        int legend = TOP + picture.rows().size() * ROW + 8;
        int list = legend + verdicts.size() * LINE + 28;
        int height = list + ranges.size() * LINE;
        xml.writeStartDocument("UTF-8", "1.0");
        start("svg");
        xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
        with("viewBox", "0 0 " + WIDTH + " " + height);
        with("width", WIDTH);
        with("height", height);
        with("role", "img");
        with("aria-labelledby", "title description");
        head();
        for (int i = 0; i < picture.rows().size(); i++) {
            row(picture.rows().get(i), TOP + i * ROW);
        }
        for (int i = 0; i < verdicts.size(); i++) {
            legend(verdicts.get(i), legend + i * LINE);
        }
        for (int i = 0; i < ranges.size(); i++) {
            PortRange each = ranges.get(i);
            text(
                    LEFT,
                    list + i * LINE,
                    "quiet",
                    each.numbers() + " " + each.verdict().words());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void head() throws XMLStreamException {
        String title = "Passive ports of " + report.server();
        named("title", "title", title);
        named("desc", "description", description());
        start("style");
        xml.writeCharacters(CSS);
        xml.writeEndElement();
        // What is dropped is hatched as well, so that it shows without colours.
        start("pattern");
        with("id", "hatch");
        with("width", 6);
        with("height", 6);
        with("patternUnits", "userSpaceOnUse");
        start("path");
        with("d", "M0 6L6 0");
        with("stroke", "#ffffff");
        with("stroke-opacity", "0.7");
        xml.writeEndElement();
        xml.writeEndElement();
        start("rect");
        with("class", "paper");
        with("width", "100%");
        with("height", "100%");
        xml.writeEndElement();
        text(MARGIN, 36, "head", title);
        text(
                MARGIN,
                62,
                "quiet",
                report.mode()
                        + (report.protection() == Protection.TLS ? " under TLS. " : " in clear. ")
                        + SweepWords.verdict(report));
    }

    private String description() {
        return SweepWords.verdict(report) + " "
                + report.ranges().stream()
                        .limit(MOST_TOLD)
                        .map(each -> each.numbers() + " " + each.verdict().words())
                        .collect(Collectors.joining("; "))
                + (report.ranges().size() > MOST_TOLD ? "; and more" : "") + ".";
    }

    /** Cells that follow each other and look the same are one shape, which tells its numbers. */
    private void row(PortPicture.Row row, int y) throws XMLStreamException {
        number(LEFT - 8, y + BAR - 4, "end", row.from());
        int cells = row.cells().size();
        double width = cellWidth();
        for (int from = 0; from < cells; ) {
            PortPicture.Cell cell = row.cells().get(from);
            int to = from + 1;
            while (to < cells && row.cells().get(to).equals(cell)) {
                to++;
            }
            if (!cell.verdicts().isEmpty()) {
                int first = row.from() + from * picture.perCell();
                int last = Math.min(row.to(), row.from() + to * picture.perCell() - 1);
                String words = cell.verdicts().stream().map(PortVerdict::words).collect(Collectors.joining(", "));
                bar(LEFT + from * width, y, (to - from) * width, cell.worst(), range(first, last) + " " + words);
            }
            from = to;
        }
        number(LEFT + cells * width + 8, y + BAR - 4, "start", row.to());
    }

    private double cellWidth() {
        int columns = picture.rows().size() > 1
                ? PortPicture.COLUMNS
                : picture.rows().get(0).cells().size();
        return Math.min(WIDEST_CELL, (double) STRIP / columns);
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private void legend(PortVerdict verdict, int y) throws XMLStreamException {
        bar(LEFT, y, BAR, verdict, verdict.words());
        text(
                LEFT + BAR + 10,
                y + BAR - 4,
                "",
                verdict.words() + ": " + SweepWords.count(report.count(verdict), "port"));
    }

    private void bar(double x, int y, double width, PortVerdict verdict, String title) throws XMLStreamException {
        start("g");
        start("title");
        xml.writeCharacters(title);
        xml.writeEndElement();
        rectangle(x, y, width, PortMark.of(verdict).color());
        if (verdict == PortVerdict.TIMED_OUT) {
            rectangle(x, y, width, "url(#hatch)");
        }
        xml.writeEndElement();
    }

    private void rectangle(double x, int y, double width, String fill) throws XMLStreamException {
        start("rect");
        with("x", String.format(Locale.ROOT, "%.2f", x));
        with("y", y);
        with("width", String.format(Locale.ROOT, "%.2f", width));
        with("height", BAR);
        with("fill", fill);
        with("class", "cell");
        xml.writeEndElement();
    }

    private void number(double x, int y, String anchor, int number) throws XMLStreamException {
        start("text");
        with("x", String.format(Locale.ROOT, "%.2f", x));
        with("y", y);
        with("class", "number");
        with("text-anchor", anchor);
        xml.writeCharacters(Integer.toString(number));
        xml.writeEndElement();
    }

    private void text(int x, int y, String style, String text) throws XMLStreamException {
        start("text");
        with("x", x);
        with("y", y);
        with("class", style);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void named(String element, String id, String text) throws XMLStreamException {
        start(element);
        with("id", id);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private void start(String element) throws XMLStreamException {
        xml.writeStartElement(element);
    }

    private void with(String name, int value) throws XMLStreamException {
        with(name, Integer.toString(value));
    }

    private void with(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value);
    }
}
