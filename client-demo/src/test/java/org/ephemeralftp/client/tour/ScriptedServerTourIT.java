package org.ephemeralftp.client.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.testing.ScriptedServer;

/** What the tour makes of servers that do not do what they should. */
@Timeout(60)
class ScriptedServerTourIT {
    private ScriptedServer server;

    @BeforeEach
    void create() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void everythingTheTourOpenedIsClosed() throws IOException {
        try {
            await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
        } finally {
            server.close();
        }
    }

    private TourCell tour(DataMode mode, Duration timeout) {
        TourReport report = run(mode, timeout);
        return report.cells().get(0);
    }

    private TourReport run(DataMode mode, Duration timeout) {
        server.start();
        return Tour.to(new ServerAddress("127.0.0.1", server.port()))
                .login("u", "p")
                .modes(List.of(mode))
                .timeout(timeout)
                .build()
                .run();
    }

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void theScriptItselfWorks() {
        assertThat(tour(DataMode.PASV, LONG).outcome()).isEqualTo(Outcome.OK);
        assertThat(server.file()).hasSize(102_400);
    }

    @Test
    void differentBytesFailAndTheUploadIsTakenAway() {
        server.on("RETR", (session, argument) -> {
            byte[] changed = server.file().clone();
            changed[4711] ^= 1;
            session.send(changed);
        });

        TourCell cell = tour(DataMode.PASV, LONG);

        assertThat(cell.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cell.detail()).isEqualTo("the download differs from the upload at byte 4711 of 102400");
        assertThat(server.commands())
                .filteredOn(line -> line.startsWith("DELE"))
                .hasSize(1);
    }

    @Test
    void aDownloadThatEndsEarlyFails() {
        server.on("RETR", (session, argument) -> session.send(new byte[0]));

        assertThat(tour(DataMode.PORT, LONG).detail()).isEqualTo("the download ended after 0 of 102400 bytes");
    }

    @Test
    void aFileThatIsNotListedFails() {
        server.on("LIST", (session, argument) -> session.send("other\r\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(tour(DataMode.PASV, LONG).detail()).contains("does not show the uploaded file");
    }

    @Test
    void anAdvertisedPortWhereNobodyListensIsSaidToRefuse() throws IOException {
        int dead;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = free.getLocalPort();
        }
        server.reply("PASV", ScriptedServer.passiveReply("127,0,0,1", dead));

        TourCell cell = tour(DataMode.PASV, LONG);

        assertThat(cell.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cell.detail()).contains("127.0.0.1:" + dead + " was refused");
        assertThat(cell.connections()).isEmpty();
    }

    @Test
    void anotherAdvertisedAddressIsNotedAndNotUsed() {
        server.on(
                "PASV", (session, argument) -> session.reply(ScriptedServer.passiveReply("10,1,2,3", session.bind())));

        TourCell cell = tour(DataMode.PASV, LONG);

        assertThat(cell.outcome()).isEqualTo(Outcome.OK);
        assertThat(cell.connections().get(0).advertised().host()).isEqualTo("10.1.2.3");
        assertThat(cell.connections().get(0).server().host()).isEqualTo("127.0.0.1");
        assertThat(cell.events())
                .filteredOn(event -> event.kind() == TourEvent.Kind.NOTE)
                .extracting(TourEvent::text)
                .anyMatch(text -> text.contains("names 10.1.2.3"));
    }

    @Test
    void aRefusedCommandFailsWithItsReply() {
        server.reply("EPSV", "502 no EPSV here");

        TourCell cell = tour(DataMode.EPSV, LONG);

        assertThat(cell.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cell.detail()).isEqualTo("EPSV was answered 502 no EPSV here");
    }

    @Test
    void a425InsteadOfAConnectionEndsTheWait() {
        server.on("STOR", (session, argument) -> {
            session.reply("150 connecting to you");
            session.reply("425 cannot connect");
        });

        TourCell cell = tour(DataMode.PORT, LONG);

        assertThat(cell.detail()).isEqualTo("STOR was answered 425 cannot connect");
        assertThat(cell.took()).isLessThan(LONG);
    }

    @Test
    void aServerThatNeverConnectsFailsAfterTheLimit() {
        server.reply("STOR", "150 connecting to you");

        assertThat(tour(DataMode.PORT, SHORT).detail()).contains("the server did not connect to 127.0.0.1:");
    }

    @Test
    void aServerThatNeverAnswersFailsAfterTheLimit() {
        server.on("STOR", (session, argument) -> {});

        assertThat(tour(DataMode.PASV, SHORT).detail()).isEqualTo("no reply to STOR within 300 ms");
    }

    @Test
    void aServerThatNeverGreetsFailsAfterTheLimit() {
        server.on("(greeting)", (session, argument) -> {});

        TourReport report = run(DataMode.PASV, SHORT);

        assertThat(report.families().get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.families().get(0).detail()).isEqualTo("no greeting within 300 ms");
    }

    @Test
    void aReplyThatNeverEndsFailsAfterTheLimit() {
        server.on("TYPE", (session, argument) -> {
            while (true) {
                session.reply("200-and another thing");
            }
        });

        TourReport report = run(DataMode.PASV, SHORT);

        assertThat(report.families().get(0).detail()).isEqualTo("no reply to TYPE within 300 ms");
    }

    @Test
    void anUploadNobodyReadsFailsAfterTheLimit() {
        server.on("STOR", (session, argument) -> {
            session.reply("150 go on");
            // Never read, and closed only when the client has gone.
            var unused = session.data();
        });
        server.start();

        TourCell cell = Tour.to(new ServerAddress("127.0.0.1", server.port()))
                .login("u", "p")
                .modes(List.of(DataMode.PASV))
                .size(256 << 20)
                .timeout(SHORT)
                .build()
                .run()
                .cells()
                .get(0);

        assertThat(cell.detail()).startsWith("the transfer stalled after ");
        server.forgetData();
    }

    @Test
    void aDownloadThatStopsFailsAfterTheLimit() {
        server.on("RETR", (session, argument) -> {
            session.reply("150 here it comes");
            var data = session.data();
            data.getOutputStream().write(server.file(), 0, 100);
        });

        assertThat(tour(DataMode.PASV, SHORT).detail()).isEqualTo("the transfer stalled after 100 bytes");
        server.forgetData();
    }

    @Test
    void theReplyThatExplainsABrokenTransferIsShown() {
        server.on("RETR", (session, argument) -> {
            session.reply("150 here it comes");
            try (var data = session.data()) {
                data.setSoLinger(true, 0);
            }
            session.reply("426 disk on fire");
        });

        assertThat(tour(DataMode.PASV, LONG).detail()).endsWith("426 disk on fire");
    }

    @Test
    void aStrangerOnTheClientsPortIsTurnedAway() {
        server.on("STOR", (session, argument) -> {
            session.strangerFrom("127.0.0.2");
            session.receive(argument);
        });

        assertThat(tour(DataMode.PORT, LONG).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aServerThatHangsUpFails() {
        server.on("PASV", (session, argument) -> session.hangUp());

        assertThat(tour(DataMode.PASV, LONG).detail()).startsWith("the server closed the control connection");
    }

    @Test
    void aGreetingThatIsNotFtpFails() {
        server.reply("(greeting)", "SSH-2.0-OpenSSH_9.2");

        assertThat(run(DataMode.PASV, LONG).families().get(0).detail()).startsWith("the server does not speak FTP");
    }

    @Test
    void tooManyUsersIsSaidAsTheServerSaysIt() {
        server.reply("(greeting)", "421 too many users");

        TourReport report = run(DataMode.PASV, LONG);

        assertThat(report.passed()).isFalse();
        assertThat(report.families().get(0).detail()).contains("421 too many users");
    }
}
