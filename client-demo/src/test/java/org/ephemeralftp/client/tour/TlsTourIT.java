package org.ephemeralftp.client.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ClientTls;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.testing.ScriptedServer;
import org.ephemeralftp.client.testing.SelfSigned;
import org.ephemeralftp.client.testing.StockServer;

/** Tours under TLS. */
@Timeout(120)
class TlsTourIT {
    @TempDir
    private static Path directory;

    private static Path certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfSigned.pem(directory);
    }

    private static TourReport tour(int port, boolean implicit, ClientTls.Trust trust) {
        return Tour.to(new ServerAddress("127.0.0.1", port, implicit))
                .login(StockServer.USER, StockServer.PASSWORD)
                .families(List.of(AddressFamily.IPV4))
                .tls(trust)
                .build()
                .run();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothConnectionsAreProtectedInEveryMode(boolean implicit, @TempDir Path home) throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home, implicit)) {
            TourReport report = tour(server.port(), implicit, ClientTls.Trust.of(certificate));

            assertThat(report.passed()).as(report.toString()).isTrue();
            FamilyVisit visit = report.families().get(0);
            assertThat(visit.events().stream().anyMatch(event -> event.text().equals("AUTH TLS")))
                    .isNotEqualTo(implicit);
            assertThat(texts(visit.events(), TourEvent.Kind.TLS))
                    .singleElement()
                    .asString()
                    .startsWith("TLSv1.");
            assertThat(report.cells()).hasSize(4).allSatisfy(cell -> {
                assertThat(cell.control()).isEqualTo(visit.control());
                // Also the one after an upload: of TLS 1.3 each ticket resumes once.
                assertThat(texts(cell.events(), TourEvent.Kind.TLS))
                        .hasSize(3)
                        .allSatisfy(text -> assertThat(text).contains("the control connection's session resumed"));
            });
        }
    }

    private static List<String> texts(List<TourEvent> events, TourEvent.Kind kind) {
        return events.stream()
                .filter(event -> event.kind() == kind)
                .map(TourEvent::text)
                .toList();
    }

    private static String failure(TourReport report) {
        assertThat(report.passed()).isFalse();
        assertThat(report.families())
                .singleElement()
                .extracting(FamilyVisit::outcome)
                .isEqualTo(Outcome.FAILED);
        return report.families().get(0).detail();
    }

    @Test
    void aCertificateThatIsNotTrustedIsToldWithTheWaysOut(@TempDir Path home) throws FtpException {
        try (StockServer server = StockServer.start("127.0.0.1", 0, home)) {
            assertThat(failure(tour(server.port(), false, ClientTls.Trust.OF_THIS_MACHINE)))
                    .contains("the server's certificate is not trusted", "--ca", "--insecure");
            assertThat(tour(server.port(), false, ClientTls.Trust.ANYBODY).passed())
                    .isTrue();
        }
    }

    @Test
    void aServerWithoutTlsIsTold() throws IOException {
        try (ScriptedServer server = new ScriptedServer()
                .on("AUTH", (session, argument) -> session.reply("502 No TLS here"))
                .start()) {
            assertThat(failure(tour(server.port(), false, ClientTls.Trust.ANYBODY)))
                    .contains("AUTH was answered 502", "--protection plain");
            assertThat(failure(tour(server.port(), true, ClientTls.Trust.ANYBODY)))
                    .contains("the TLS handshake on the control connection failed", "ftp://");
            assertThat(server.commands()).noneMatch(command -> command.startsWith("USER"));
        }
    }

    /** Until the server is closed. */
    private static void silence(CountDownLatch never) throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void aHandshakeThatNeverComesHasALimit() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer()
                .on("AUTH", (session, argument) -> {
                    session.reply("234 begin");
                    silence(never);
                })
                .start()) {
            TourReport report = Tour.to(new ServerAddress("127.0.0.1", server.port()))
                    .modes(List.of(DataMode.PASV))
                    .timeout(Duration.ofMillis(300))
                    .tls(ClientTls.Trust.ANYBODY)
                    .build()
                    .run();

            assertThat(failure(report)).startsWith("no TLS handshake on the control connection within 300 ms");
        }
    }
}
