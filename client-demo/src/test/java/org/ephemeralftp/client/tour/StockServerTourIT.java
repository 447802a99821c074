package org.ephemeralftp.client.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.ftpserver.ftplet.FtpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.ServerAddress;
import org.ephemeralftp.client.testing.StockServer;

/** The tour of a server that is not ours. */
@EnabledIf(
        value = "org.ephemeralftp.client.testing.StockServer#ipv6IsThere",
        disabledReason = "no IPv6 loopback address")
class StockServerTourIT {
    @TempDir
    Path home;

    private StockServer ipv4;
    private StockServer ipv6;

    @BeforeEach
    void start() throws FtpException {
        List<StockServer> both = StockServer.startOnBothFamilies(home);
        ipv4 = both.get(0);
        ipv6 = both.get(1);
    }

    @AfterEach
    void stop() {
        ipv6.close();
        ipv4.close();
    }

    private TourBuilder tour() {
        return Tour.to(new ServerAddress("localhost", ipv4.port())).timeout(Duration.ofSeconds(20));
    }

    @Test
    void everyModeWorksOverBothFamilies() throws IOException {
        TourReport report =
                tour().login(StockServer.USER, StockServer.PASSWORD).build().run();

        assertThat(report.passed()).isTrue();
        assertThat(report.cells())
                .extracting(TourCell::mode, TourCell::family, TourCell::outcome, TourCell::bytes)
                .containsExactly(
                        tuple(DataMode.PASV, AddressFamily.IPV4, Outcome.OK, 102_400L),
                        tuple(DataMode.EPSV, AddressFamily.IPV4, Outcome.OK, 102_400L),
                        tuple(DataMode.PORT, AddressFamily.IPV4, Outcome.OK, 102_400L),
                        tuple(DataMode.EPRT, AddressFamily.IPV4, Outcome.OK, 102_400L),
                        tuple(DataMode.PASV, AddressFamily.IPV6, Outcome.NOT_APPLICABLE, 0L),
                        tuple(DataMode.EPSV, AddressFamily.IPV6, Outcome.OK, 102_400L),
                        tuple(DataMode.PORT, AddressFamily.IPV6, Outcome.NOT_APPLICABLE, 0L),
                        tuple(DataMode.EPRT, AddressFamily.IPV6, Outcome.OK, 102_400L));
        try (var left = Files.list(home)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void allFourNumbersOfEachDataConnectionAreRecorded() {
        TourReport report =
                tour().login(StockServer.USER, StockServer.PASSWORD).build().run();

        assertThat(report.cells())
                .filteredOn(cell -> cell.outcome() == Outcome.OK)
                .allSatisfy(cell -> {
                    assertThat(cell.connections())
                            .extracting(DataConnection::purpose)
                            .containsExactly(Step.UPLOAD, Step.LIST, Step.DOWNLOAD);
                    assertThat(cell.connections()).allSatisfy(connection -> {
                        boolean passive = cell.mode().passive();
                        assertThat(connection.listener() == DataConnection.End.SERVER)
                                .isEqualTo(passive);
                        assertThat(connection.listeningEnd()).isEqualTo(connection.advertised());
                        assertThat(connection.client().family()).isEqualTo(cell.family());
                        assertThat(connection.server().family()).isEqualTo(cell.family());
                        assertThat(connection.client()).isNotEqualTo(connection.server());
                    });
                });
    }

    @Test
    void eachModeIsReallyTheCommandThatIsSent() {
        TourReport report =
                tour().login(StockServer.USER, StockServer.PASSWORD).build().run();

        assertThat(report.cells())
                .filteredOn(cell -> cell.outcome() == Outcome.OK)
                .allSatisfy(cell -> assertThat(cell.events())
                        .filteredOn(event -> event.kind() == TourEvent.Kind.COMMAND)
                        .extracting(TourEvent::text)
                        .filteredOn(text -> text.matches("(PASV|EPSV|PORT|EPRT).*"))
                        .hasSize(3)
                        .allMatch(text -> text.startsWith(cell.mode().name())));
    }

    @Test
    void eprtTellsAnIpv6AddressInItsShortForm() {
        TourReport report = tour().login(StockServer.USER, StockServer.PASSWORD)
                .families(List.of(AddressFamily.IPV6))
                .modes(List.of(DataMode.EPRT))
                .build()
                .run();

        assertThat(report.cells().get(0).events())
                .extracting(TourEvent::text)
                .anyMatch(text -> text.startsWith("EPRT |2|::1|"));
    }

    @Test
    void anAccountThatMayOnlyReadIsToldHowToBeToured() {
        TourReport report = tour().modes(List.of(DataMode.EPSV)).build().run();

        assertThat(report.passed()).isFalse();
        assertThat(report.cells())
                .allSatisfy(cell -> assertThat(cell.detail()).contains("550").contains("--read-only"));
    }

    @Test
    void aReadOnlyTourDownloadsTheFirstPlainFile() throws IOException {
        Files.createDirectory(home.resolve("a-directory"));
        Files.writeString(home.resolve("file.txt"), "some bytes");

        TourReport report = tour().readOnly(true).build().run();

        assertThat(report.passed()).isTrue();
        assertThat(report.cells())
                .filteredOn(cell -> cell.outcome() == Outcome.OK)
                .hasSize(6)
                .allSatisfy(cell -> assertThat(cell.bytes()).isEqualTo(10));
    }

    @Test
    void aReadOnlyTourOfNothingOnlyLists() {
        TourReport report =
                tour().readOnly(true).modes(List.of(DataMode.PASV)).build().run();

        assertThat(report.passed()).isTrue();
        assertThat(report.cells().get(0).connections()).hasSize(1);
        assertThat(report.cells().get(0).bytes()).isZero();
    }

    @Test
    void aFamilyTheServerDoesNotListenOnIsSkipped() {
        ipv6.close();

        TourReport report = tour().login(StockServer.USER, StockServer.PASSWORD)
                .modes(List.of(DataMode.EPRT))
                .build()
                .run();

        assertThat(report.passed()).isTrue();
        assertThat(report.families().get(1).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(report.families().get(1).detail())
                .contains("connection refused")
                .contains("nothing listens");
    }

    @Test
    void anEmptyFileGoesThereAndBack() {
        TourReport report = tour().login(StockServer.USER, StockServer.PASSWORD)
                .size(0)
                .build()
                .run();

        assertThat(report.passed()).isTrue();
    }
}
