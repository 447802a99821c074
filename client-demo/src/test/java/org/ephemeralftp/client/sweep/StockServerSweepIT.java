package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.testing.StockServer;

/** The sweep of a server that is not ours. */
class StockServerSweepIT {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    Path home;

    @Test
    void findsAllPassivePortsOfAServerThatTakesFewerSessionsThanThereCouldBe() throws FtpException, IOException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, "31240-31259", 6)) {
            AtomicInteger most = new AtomicInteger();

            SweepReport report = PortSweep.to("127.0.0.1", server.port())
                    .mode(DataMode.EPSV)
                    .sessions(10)
                    .timeout(PATIENT)
                    .observer(new SweepObserver() {
                        @Override
                        public void tried(PortResult result, int tried, int known) {
                            most.set(tried);
                        }
                    })
                    .run();

            assertThat(report.ranges()).hasToString("[31240-31259 open]");
            assertThat(report.passed()).isTrue();
            // The stock server's own limit of six is passed now and then by logins that come at once.
            assertThat(report.sessions()).isBetween(1, 9);
            assertThat(most).hasValue(20);
        }
    }

    @Test
    void aPortThatTheServerDoesNotHaveIsNotSeen() throws FtpException, IOException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, "31240-31243", 10)) {
            SweepReport report = PortSweep.to("127.0.0.1", server.port())
                    .login(StockServer.USER, StockServer.PASSWORD)
                    .ports("31242-31245")
                    .sessions(2)
                    .timeout(PATIENT)
                    .run();

            assertThat(report.ranges()).hasToString("[31242-31243 open, 31244-31245 not-seen]");
            assertThat(report.ending()).isEqualTo(SweepReport.Ending.COMPLETE);
            assertThat(report.learning().drawn()).isEqualTo(4);
        }
    }
}
