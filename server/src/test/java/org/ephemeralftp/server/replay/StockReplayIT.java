package org.ephemeralftp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.ephemeralftp.server.testing.Machine;

/**
 * Where Apache FtpServer on its own differs from the rows: a report in {@code target/replay-of-the-stock-server.txt}. The
 * rows that name a defect of it must be among them, or they show nothing.
 */
@Timeout(300)
class StockReplayIT {
    private static final Path REPORT = Path.of("target", "replay-of-the-stock-server.txt");

    /** Rows are played side by side, because some of them wait for what never comes. */
    private static final int AT_ONCE = 12;

    @TempDir
    private Path directory;

    private int number;

    /** It logs what clients do wrong as its own errors, with all that they sent. */
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.apache.ftpserver");

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void unsilence() {
        LOG.setLevel(null);
    }

    @Test
    void differs_where_it_is_known_to() throws Exception {
        StockReport report = new StockReport();
        try (StockServer server = StockServer.inClear()) {
            play(Table.CLEAR, server, report);
        }
        try (StockServer server = StockServer.withTls(directory)) {
            play(Table.TLS, server, report);
        }
        Files.writeString(REPORT, report.text());
        System.out.println(report.counts() + "; see " + REPORT);

        assertThat(report.played())
                .isEqualTo(Table.CLEAR.rows().size() + Table.TLS.rows().size());
        assertThat(report.defectsThatDoNotShow()).as("rows with 'Stock:'").isEmpty();
    }

    private void play(Table table, StockServer server, StockReport report) throws Exception {
        ExecutorService players = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Row> rows = table.rows();
            List<Future<Optional<Difference>>> plays = new ArrayList<>();
            for (Row row : rows) {
                int own = ++number;
                plays.add(players.submit(() -> play(row, own, server)));
            }
            for (int i = 0; i < rows.size(); i++) {
                report.add(rows.get(i), plays.get(i).get());
            }
        } finally {
            players.shutdownNow();
            assertThat(players.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Optional<Difference> play(Row row, int own, StockServer server) throws IOException {
        if (row.needsIpv6() && !Machine.hasIpv6()) {
            Step first = row.steps().get(0);
            return Optional.of(new Difference(row, first, "This machine has no IPv6: not played", List.of()));
        }
        return Play.row(row, own, server, Home.in(directory.resolve("home" + own)));
    }
}
