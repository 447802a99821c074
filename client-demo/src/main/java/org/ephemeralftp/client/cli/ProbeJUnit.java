package org.ephemeralftp.client.cli;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.ephemeralftp.client.probe.Diagnosis;

/**
 * A probe's result as the XML that JUnit made common: a test case for each cell. What contradicts the expectations is a
 * failure, what could not be told an error, and what is not judged is skipped.
 */
final class ProbeJUnit {
    private final XMLStreamWriter xml;

    private ProbeJUnit(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(ProbeResult result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new ProbeJUnit(xml).write(result);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("this Java cannot write XML", e);
        }
        return text.toString();
    }

    private void write(ProbeResult result) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.writeStartElement("testsuite");
        attribute("name", "probe of " + result.report().server());
        attribute("tests", "" + result.rows().size());
        attribute("failures", "" + result.count(ProbeResult.Mark.NOT_FINE));
        attribute("errors", "" + result.count(ProbeResult.Mark.UNTOLD));
        attribute("skipped", "" + result.count(ProbeResult.Mark.LEFT_OUT));
        attribute("time", seconds(result.report().took()));
        line();
        for (ProbeResult.Row row : result.rows()) {
            testCase(result, row);
        }
        xml.writeEndElement();
        line();
        xml.writeEndDocument();
    }

    private void testCase(ProbeResult result, ProbeResult.Row row) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(
                "classname",
                "ephemeral-ftp-client.probe." + result.report().server().host());
        attribute("name", row.cell().cell().toString());
        attribute("time", seconds(row.took()));
        switch (row.mark()) {
            case FINE -> {}
            case LEFT_OUT -> {
                xml.writeEmptyElement("skipped");
                attribute("message", row.whyLeftOut());
            }
            case NOT_FINE, UNTOLD -> problem(row.mark() == ProbeResult.Mark.UNTOLD ? "error" : "failure", result, row);
        }
        xml.writeEndElement();
        line();
    }

    private void problem(String element, ProbeResult result, ProbeResult.Row row) throws XMLStreamException {
        Diagnosis diagnosis = result.report().diagnosis(row.cell().cell()).orElse(null);
        xml.writeStartElement(element);
        attribute("message", row.text());
        attribute("type", diagnosis == null ? "unexpected" : Json.name(diagnosis.firstCause()));
        if (diagnosis != null) {
            xml.writeCharacters(clean(new DiagnosisText(diagnosis).plain()));
        }
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
