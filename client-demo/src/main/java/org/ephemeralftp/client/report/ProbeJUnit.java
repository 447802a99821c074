package org.ephemeralftp.client.report;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.ephemeralftp.client.probe.Diagnosis;

/**
 * A probe's result as the XML that JUnit made common: a test case for each cell. What contradicts the expectations is a
 * failure, what could not be told an error, and what is not judged is skipped.
 */
public final class ProbeJUnit {
    private final XMLStreamWriter xml;
    private final ProbeResult result;
    private final More more;

    private ProbeJUnit(XMLStreamWriter xml, ProbeResult result, More more) {
        this.xml = xml;
        this.result = result;
        this.more = more;
    }

    /** The whole document. */
    public static String of(ProbeResult result, More more) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new ProbeJUnit(xml, result, more).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("this Java cannot write XML", e);
        }
        return text.toString();
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuite");
        attribute("name", "probe of " + result.report().server());
        attribute("tests", "" + (result.rows().size() + more.points().size()));
        attribute("failures", "" + more.count(result, ProbeResult.Mark.NOT_FINE));
        attribute("errors", "" + more.count(result, ProbeResult.Mark.UNTOLD));
        attribute("skipped", "" + more.count(result, ProbeResult.Mark.LEFT_OUT));
        attribute("time", seconds(result.report().took()));
        line();
        for (ProbeResult.Row row : result.rows()) {
            testCase(row);
        }
        for (More.Point point : more.points()) {
            testCase(point);
        }
        end();
        xml.writeEndDocument();
    }

    private void testCase(ProbeResult.Row row) throws XMLStreamException {
        begin(row.cell().cell().toString(), row.took());
        switch (row.mark()) {
            case FINE -> {}
            case LEFT_OUT -> skipped(row.whyLeftOut());
            case NOT_FINE, UNTOLD -> {
                Diagnosis diagnosis =
                        result.report().diagnosis(row.cell().cell()).orElse(null);
                String type = diagnosis == null ? "unexpected" : Json.name(diagnosis.firstCause());
                String text = diagnosis == null ? "" : new DiagnosisText(diagnosis).plain();
                List<String> notes = more.notes().getOrDefault(row.cell().cell(), List.of());
                problem(row.mark(), row.text(), type, text + String.join("\n", notes));
            }
        }
        end();
    }

    private void testCase(More.Point point) throws XMLStreamException {
        begin(point.name(), point.took());
        switch (point.mark()) {
            case FINE -> {}
            case LEFT_OUT -> skipped(point.text());
            case NOT_FINE, UNTOLD -> problem(point.mark(), point.text(), "unexpected", "");
        }
        end();
    }

    private void begin(String name, Duration took) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(
                "classname",
                more.program() + ".probe." + result.report().server().host());
        attribute("name", name);
        attribute("time", seconds(took));
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
        line();
    }

    private void skipped(String why) throws XMLStreamException {
        xml.writeEmptyElement("skipped");
        attribute("message", why);
    }

    private void problem(ProbeResult.Mark mark, String message, String type, String text) throws XMLStreamException {
        xml.writeStartElement(mark == ProbeResult.Mark.UNTOLD ? "error" : "failure");
        attribute("message", message);
        attribute("type", type);
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    /** A reader makes blanks of line breaks in attributes anyway (XML 1.0, section 3.3.3). */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value).replaceAll("[\n\t]", " "));
    }

    /** Replaces what is no character of XML (XML 1.0, section 2.2), and what would steer a terminal. */
    private static String clean(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\t' || !Escaped.steers(c) ? c : 0xfffd)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
