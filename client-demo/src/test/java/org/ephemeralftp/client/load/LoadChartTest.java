package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import org.ephemeralftp.client.connection.DataMode;

class LoadChartTest {
    @TempDir
    Path directory;

    private static LoadChart chart(int transfers) {
        AtomicLong now = new AtomicLong();
        LoadMeters meters = new LoadMeters(now::get);
        for (int i = 0; i < transfers; i++) {
            meters.port(DataMode.PASV, 50_000 + i % 10);
            meters.timeline().leases(1);
            now.addAndGet(3_000_000);
            meters.timeline().leases(-1);
            meters.timeline().connections(i % 2 == 0 ? 1 : -1);
            meters.timeline().transferred();
        }
        LoadReport report = new LoadReport(
                LoadEnd.ALL_TRIED,
                "",
                1,
                0,
                0,
                transfers,
                transfers,
                0,
                meters.timeline().length(),
                Map.of(),
                meters.setup(),
                meters.connect(),
                List.of(),
                meters.passivePorts(),
                meters.activePorts(),
                meters.timeline().samples(),
                List.of());
        return new LoadChart(report, "Load <on> & it");
    }

    private static Set<Integer> colors(BufferedImage image) {
        Set<Integer> colors = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colors.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        return colors;
    }

    @Test
    void thePngHasTheLinesInIt() throws Exception {
        Path file = directory.resolve("load.png");

        chart(1_000).png(file);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(960);
        assertThat(colors(image)).contains(0xd55e00, 0x0072b2, 0x999999);
    }

    @Test
    void theSvgIsXmlAndNamesTheSeries() throws Exception {
        Path file = directory.resolve("load.svg");

        chart(1_000).svg(file);

        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(document.getDoctype()).isNull();
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .contains("Load <on> &");
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .contains("leases", "data connections", "transfers per second");
        assertThat(Files.readString(file)).contains("rgb(213,94,0)", "rgb(0,114,178)");
    }

    @Test
    void anInterruptDoesNotKeepThemFromBeingWritten() throws Exception {
        Path png = directory.resolve("load.png");
        Path svg = directory.resolve("load.svg");

        try {
            Thread.currentThread().interrupt();
            chart(10).png(png);
            Thread.currentThread().interrupt();
            chart(10).svg(svg);
        } finally {
            // Fonts may have taken it away, but no other test is to have it.
            Thread.interrupted();
        }

        assertThat(ImageIO.read(png.toFile())).isNotNull();
        assertThat(svg).content().endsWith("</svg>");
    }

    @Test
    void aLoadThatNeverBeganHasAnEmptyChart() throws Exception {
        Path file = directory.resolve("load.png");

        chart(0).png(file);

        assertThat(ImageIO.read(file.toFile()).getHeight()).isEqualTo(480);
    }
}
