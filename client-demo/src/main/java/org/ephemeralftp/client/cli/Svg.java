package org.ephemeralftp.client.cli;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.ephemeralftp.client.report.Escaped;

/** A drawing that becomes SVG: lines and texts of a few kinds, whose colors follow the reader's light or dark scheme. */
final class Svg {
    static final int WIDTH = 800;

    private static final String STYLE = """

            text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328 }
            .heading { font: 600 15px system-ui, "DejaVu Sans", Arial, sans-serif }
            .role { font: 600 13px system-ui, "DejaVu Sans", Arial, sans-serif }
            .end { font-weight: 600 }
            .paper { fill: #ffffff }
            .box { fill: #f6f8fa; stroke: #6e7781 }
            .life { fill: #8c959f }
            line.control, path.control { stroke: #0550ae; fill: #0550ae }
            line.data, path.data, circle.data { stroke: #bc4c00; fill: #bc4c00; stroke-width: 2 }
            circle.fixed { fill: #ffffff }
            rect.data { fill: #bc4c00; fill-opacity: .1 }
            text.control { fill: #0550ae }
            text.data { fill: #953800 }
            text.quiet { fill: #59636e }
            text.bad { fill: #c21f2a; font-weight: 600 }
            """;

    private static final String DARK_STYLE = """
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .paper { fill: #0d1117 }
              .box { fill: #161b22; stroke: #8d96a0 }
              .life { fill: #656d76 }
              line.control, path.control { stroke: #79b8ff; fill: #79b8ff }
              line.data, path.data, circle.data { stroke: #ffa657; fill: #ffa657 }
              circle.fixed { fill: #0d1117 }
              rect.data { fill: #ffa657; fill-opacity: .13 }
              text.control { fill: #79b8ff }
              text.data { fill: #ffa657 }
              text.quiet { fill: #9ea7b3 }
              text.bad { fill: #ff7b72 }
            }
            """;

    private record Shape(String name, List<String> attributes, String text) {}

    /** What belongs to no other place and lies below everything else, such as bands; then the rest. */
    private final List<Shape> below = new ArrayList<>();

    private final List<Shape> shapes = new ArrayList<>();

    /** A text; {@code anchor} is start, middle or end. */
    void text(int x, int y, String anchor, String kind, String text) {
        shapes.add(new Shape(
                "text", List.of("x", "" + x, "y", "" + y, "text-anchor", anchor, "class", kind), Escaped.text(text)));
    }

    void line(int x1, int y1, int x2, int y2, String kind) {
        shapes.add(new Shape(
                "line", List.of("x1", "" + x1, "y1", "" + y1, "x2", "" + x2, "y2", "" + y2, "class", kind), ""));
    }

    /** A horizontal arrow, with its head at {@code x2}. */
    void arrow(int x1, int x2, int y, String kind) {
        int back = x2 > x1 ? -9 : 9;
        line(x1, y, x2 + back, y, kind);
        String head = "M" + x2 + " " + y + " l" + back + " -4 v8 z";
        shapes.add(new Shape("path", List.of("d", head, "class", kind), ""));
    }

    void dot(int x, int y, String kind) {
        shapes.add(new Shape("circle", List.of("cx", "" + x, "cy", "" + y, "r", "5", "class", kind), ""));
    }

    void box(int x, int y, int width, int height) {
        shapes.add(rectangle(x, y, width, height, "box"));
    }

    /** A rectangle below everything that was or will be drawn. */
    void band(int x, int y, int width, int height, String kind) {
        below.add(rectangle(x, y, width, height, kind));
    }

    private static Shape rectangle(int x, int y, int width, int height, String kind) {
        return new Shape(
                "rect",
                List.of("x", "" + x, "y", "" + y, "width", "" + width, "height", "" + height, "rx", "3", "class", kind),
                "");
    }

    /** The whole document; title and description, our own words, are for those who do not see it. */
    String document(int height, String title, String description) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument();
            xml.writeStartElement("svg");
            xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
            xml.writeAttribute("width", "" + WIDTH);
            xml.writeAttribute("height", "" + height);
            xml.writeAttribute("viewBox", "0 0 " + WIDTH + " " + height);
            xml.writeAttribute("role", "img");
            xml.writeAttribute("aria-labelledby", "title desc");
            write(xml, new Shape("title", List.of("id", "title"), Escaped.text(title)));
            write(xml, new Shape("desc", List.of("id", "desc"), description));
            write(xml, new Shape("style", List.of(), STYLE + DARK_STYLE));
            write(xml, rectangle(0, 0, WIDTH, height, "paper"));
            for (Shape shape : below) {
                write(xml, shape);
            }
            for (Shape shape : shapes) {
                write(xml, shape);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("nothing can fail in memory", e);
        }
        return out + "\n";
    }

    private static void write(XMLStreamWriter xml, Shape shape) throws XMLStreamException {
        xml.writeCharacters("\n");
        if (shape.text().isEmpty()) {
            xml.writeEmptyElement(shape.name());
        } else {
            xml.writeStartElement(shape.name());
        }
        for (int i = 0; i < shape.attributes().size(); i += 2) {
            xml.writeAttribute(shape.attributes().get(i), shape.attributes().get(i + 1));
        }
        if (!shape.text().isEmpty()) {
            xml.writeCharacters(shape.text());
            xml.writeEndElement();
        }
    }
}
