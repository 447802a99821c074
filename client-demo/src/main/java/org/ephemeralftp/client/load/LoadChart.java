package org.ephemeralftp.client.load;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The picture of a load: leases and data connections over time, and the rate. */
public final class LoadChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final String SVG = "http://www.w3.org/2000/svg";

    // The Okabe-Ito palette, which most colour-blind people can tell apart.
    private static final Color LEASES = new Color(0xd55e00);
    private static final Color CONNECTIONS = new Color(0x0072b2);
    private static final Color RATE = new Color(0x999999);

    private final LoadReport report;
    private final String title;

    /** A chart of this load. */
    public LoadChart(LoadReport report, String title) {
        this.report = report;
        this.title = title;
    }

    /**
     * Whether charts can be drawn here: a Java without fonts, as in small containers, cannot.
     *
     * @throws IOException that says what is missing
     */
    public static void requireFonts() throws IOException {
        try {
            Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.getFontMetrics().stringWidth("leases");
            graphics.dispose();
        } catch (Error | RuntimeException e) {
            // It differs between versions of Java, and a plain Error is among them.
            throw new IOException("this Java has no fonts to draw with; install fontconfig and a font", e);
        }
    }

    /** Writes it as PNG. */
    public void png(Path file) throws IOException {
        requireFonts();
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        // A cache in a file needs a shutdown hook, which is refused after Ctrl-C.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(picture)) {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart()), "png", out);
        }
        write(file, picture);
    }

    /** Writes it as SVG; all text is drawn as shapes, so that it looks the same everywhere. */
    public void svg(Path file) throws IOException {
        requireFonts();
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
            XYChart chart = chart();
            SVGGraphics2D graphics = new SVGGraphics2D(SVGGeneratorContext.createDefault(document), false);
            graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
            chart.paint(graphics, WIDTH, HEIGHT);
            Element root = graphics.getRoot(document.getDocumentElement());
            root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
            describe(document, root, chart);
            ByteArrayOutputStream picture = new ByteArrayOutputStream();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(picture));
            write(file, picture);
        } catch (ParserConfigurationException | TransformerException e) {
            throw new IOException("the chart cannot be written as SVG: " + e.getMessage(), e);
        }
    }

    /** Not by a channel, which an interrupt would close; and what could not be drawn leaves the file as it was. */
    private static void write(Path file, ByteArrayOutputStream picture) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            picture.writeTo(out);
        }
    }

    /** For screen readers, and whoever searches: shapes cannot be read. */
    private void describe(Document document, Element root, XYChart chart) {
        Element description = document.createElementNS(SVG, "desc");
        String names =
                chart.getSeriesCollection().stream().map(XYSeries::getName).collect(Collectors.joining(", "));
        description.setTextContent("Over the seconds of the load: " + names);
        Element name = document.createElementNS(SVG, "title");
        name.setTextContent(title);
        root.insertBefore(description, root.getFirstChild());
        root.insertBefore(name, description);
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("seconds since the first setup command")
                .yAxisTitle("at once, at most")
                .build();
        style(chart.getStyler());
        chart.setYAxisGroupTitle(1, "transfers per second");
        List<Sample> samples = report.timeline();
        add(chart, "transfers per second", samples, Sample::transfersPerSecond, RATE)
                .setYAxisGroup(1);
        add(chart, "data connections", samples, Sample::mostConnections, CONNECTIONS);
        if (report.passivePorts().total() > 0) {
            add(chart, "leases", samples, Sample::mostLeases, LEASES);
        }
        return chart;
    }

    private static void style(XYStyler styler) {
        styler.setYAxisMin(0.0).setYAxisMin(1, 0.0).setXAxisTickMarkSpacingHint(100);
        styler.setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    }

    private static XYSeries add(
            XYChart chart, String name, List<Sample> samples, ToDoubleFunction<Sample> value, Color color) {
        double[] seconds =
                samples.stream().mapToDouble(each -> each.at().toNanos() / 1e9).toArray();
        double[] values = samples.stream().mapToDouble(value).toArray();
        XYSeries series = chart.addSeries(
                name, seconds.length == 0 ? new double[1] : seconds, values.length == 0 ? new double[1] : values);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(1.5f));
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
        return series;
    }
}
