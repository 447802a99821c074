package org.ephemeralftp.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import org.ephemeralftp.client.load.LoadChart;
import org.ephemeralftp.client.load.LoadReport;
import org.ephemeralftp.client.report.Escaped;

/** The charts of a load, and the options that ask for them. */
final class LoadCharts {
    private static final String PNG = "--png";
    private static final String SVG = "--svg";

    @Option(
            names = PNG,
            paramLabel = "FILE",
            converter = ReportFile.Converter.class,
            description =
                    "Writes a chart of leases and data connections over time, and replaces the file if it is there.")
    private @Nullable ReportFile png;

    @Option(names = SVG, paramLabel = "FILE", converter = ReportFile.Converter.class, description = "The same as SVG.")
    private @Nullable ReportFile svg;

    /** Refuses before the load, as it may be long, what this Java cannot draw. */
    void require(ConnectOptions connect) {
        if (png == null && svg == null) {
            return;
        }
        try {
            // No chart needs a screen.
            System.setProperty("java.awt.headless", "true");
            LoadChart.requireFonts();
        } catch (IOException e) {
            throw connect.wrong((png == null ? SVG : PNG) + ": " + e.getMessage());
        }
    }

    /** Draws those that are asked for; tells whether all are there. */
    boolean draw(LoadReport report, String title, PrintWriter err) {
        LoadChart chart = new LoadChart(report, title);
        boolean drawn = png == null || written(PNG, png.path(), chart::png, err);
        return (svg == null || written(SVG, svg.path(), chart::svg, err)) && drawn;
    }

    private static boolean written(String option, Path file, Drawing drawing, PrintWriter err) {
        try {
            drawing.to(file);
            return true;
        } catch (IOException | RuntimeException e) {
            // Drawing is the work of libraries, and the exit status is to tell of the load.
            err.println(Escaped.text(option + " " + file + " cannot be written: " + e));
            err.flush();
            return false;
        }
    }

    @FunctionalInterface
    private interface Drawing {
        void to(Path file) throws IOException;
    }
}
