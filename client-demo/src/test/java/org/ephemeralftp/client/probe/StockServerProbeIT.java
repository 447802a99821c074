package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.testing.StockServer;

/** The probe of a server that is not ours. */
@Timeout(120)
class StockServerProbeIT {
    @TempDir
    Path home;

    private static FtpProbe probe(String host, int port) {
        return FtpProbe.to(host, port)
                .login(StockServer.USER, StockServer.PASSWORD)
                .trust(ClientTls.Trust.ANYBODY)
                .timeout(Duration.ofSeconds(20));
    }

    @Test
    @EnabledIf(
            value = "org.ephemeralftp.client.testing.StockServer#ipv6IsThere",
            disabledReason = "no IPv6 loopback address")
    void everyCellWorksAndIsTriedAsOftenAsItShould() throws Exception {
        Files.writeString(home.resolve("file"), "some bytes");
        List<StockServer> both = StockServer.startOnBothFamilies(home);
        try {
            ProbeReport report = probe("localhost", both.get(0).port()).tries(2).run();

            assertThat(report.cells()).hasSize(16).allSatisfy(cell -> {
                boolean possible = cell.cell().mode().carries(cell.cell().family());
                assertThat(cell.verdict()).isEqualTo(possible ? Verdict.OK : Verdict.SKIPPED);
                assertThat(cell.attempts())
                        .hasSize(!possible ? 0 : cell.cell().mode().passive() ? 2 : 1)
                        .allSatisfy(attempt -> checkPhases(cell.cell(), attempt));
            });
            assertThat(report.passed()).isTrue();
            assertThat(report.diagnoses()).isEmpty();
        } finally {
            both.forEach(StockServer::close);
        }
    }

    private static void checkPhases(Cell cell, Attempt attempt) {
        assertThat(attempt.phases()).allMatch(PhaseRecord::passed);
        assertThat(attempt.phases())
                .extracting(PhaseRecord::phase)
                .doesNotHaveDuplicates()
                .hasSize(cell.protection() == Protection.TLS ? 9 : 8);
        PhaseRecord setup = attempt.phase(Phase.DATA_SETUP).orElseThrow();
        PhaseRecord connect = attempt.phase(Phase.DATA_CONNECT).orElseThrow();
        assertThat(connect.said()).isEqualTo(setup.said());
        // Who listens does so where it was told.
        assertThat(cell.mode().passive() ? connect.remote() : connect.local()).isEqualTo(setup.said());
        assertThat(connect.local())
                .isNotNull()
                .satisfies(end -> assertThat(end.family()).isEqualTo(cell.family()));
    }

    @Test
    void tlsFromTheFirstByteWorks() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, true)) {
            ProbeReport report = probe("127.0.0.1", server.port())
                    .implicitTls()
                    .ipv4()
                    .tries(1)
                    .run();

            assertThat(report.passed()).isTrue();
            assertThat(report.cells()).hasSize(4);
            assertThat(report.cells().get(0).attempts().get(0).phases())
                    .extracting(PhaseRecord::phase)
                    .startsWith(Phase.CONTROL_CONNECT, Phase.AUTH, Phase.GREETING);
        }
    }

    @Test
    void aLongTransferUnderTlsLeavesNothingBehind() throws Exception {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            ProbeReport report = probe("127.0.0.1", server.port())
                    .ipv4()
                    .tls()
                    .passive()
                    .tries(1)
                    .longTransfer(Duration.ofSeconds(1))
                    .run();

            assertThat(report.passed()).isTrue();
            assertThat(report.cells().get(0).remark()).isEmpty();
            assertThat(report.cells().get(0).attempts()).hasSize(2).allMatch(Attempt::passed);
            assertThat(report.cells().get(1).attempts()).hasSize(1);
        }
        try (var left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anAccountThatMayOnlyReadIsEnough() throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            ProbeReport report = probe("127.0.0.1", server.port())
                    .login("anonymous", "nobody@example.org")
                    .families(List.of(AddressFamily.IPV4))
                    .plain()
                    .tries(1)
                    .run();

            assertThat(report.passed()).isTrue();
        }
    }
}
