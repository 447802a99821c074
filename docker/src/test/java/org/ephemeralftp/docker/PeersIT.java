package org.ephemeralftp.docker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;
import org.ephemeralftp.client.probe.Cell;
import org.ephemeralftp.docker.peer.OurServer;
import org.ephemeralftp.docker.peer.Peer;
import org.ephemeralftp.docker.peer.ProFtpd;
import org.ephemeralftp.docker.peer.PureFtpd;
import org.ephemeralftp.docker.peer.Pyftpdlib;
import org.ephemeralftp.docker.peer.RunningPeer;
import org.ephemeralftp.docker.peer.Site;
import org.ephemeralftp.docker.peer.Vsftpd;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** All of the client's commands against servers that are not ours, and against ours. */
@Timeout(180)
class PeersIT {
    private static final List<Peer> PEERS =
            List.of(new Vsftpd(), new PureFtpd(), new ProFtpd(), new Pyftpdlib(), new OurServer());
    private static final int FIRST_PORT = 31700;
    private static final int PORTS_EACH = 10;
    private static final int TRANSFERS = 40;

    private static final Pattern TOUR_CELL =
            Pattern.compile("(?m)^(PASV|EPSV|PORT|EPRT) +(IPv[46]) +(not applicable|\\S+)");
    private static final List<String> GREEN_TOUR = List.of(
            "PASV IPv4 ok",
            "EPSV IPv4 ok",
            "PORT IPv4 ok",
            "EPRT IPv4 ok",
            "PASV IPv6 not applicable",
            "EPSV IPv6 ok",
            "PORT IPv6 not applicable",
            "EPRT IPv6 ok");

    private static final Map<Peer, RunningPeer> running = new LinkedHashMap<>();

    @TempDir
    static Path directory;

    @AfterAll
    static void stop() throws InterruptedException {
        for (RunningPeer peer : running.values()) {
            peer.close();
        }
    }

    private static RunningPeer running(Peer peer) throws IOException, InterruptedException {
        peer.require();
        Requires.ipv6();
        RunningPeer there = running.get(peer);
        if (there == null) {
            int first = FIRST_PORT + PEERS.indexOf(peer) * PORTS_EACH;
            there = RunningPeer.start(peer, directory, new Site.Passive(first, first + PORTS_EACH - 1));
            running.put(peer, there);
        }
        return there;
    }

    /** In clear, and under TLS with the server's certificate checked. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("peersTwice")
    void tour(Peer peer, Protection protection) throws IOException, InterruptedException {
        RunningPeer running = running(peer);

        Program tour = running.client(
                "tour",
                "--protection",
                protection.name().toLowerCase(Locale.ROOT),
                "--ca",
                running.site().certificate().toString());

        assertThat(tour.status()).as(tour.toString()).isZero();
        assertThat(TOUR_CELL.matcher(tour.out()).results().map(PeersIT::cell))
                .as(tour.toString())
                .containsExactlyElementsOf(GREEN_TOUR);
    }

    static Stream<Arguments> peersTwice() {
        return PEERS.stream().flatMap(peer -> Arrays.stream(Protection.values()).map(each -> Arguments.of(peer, each)));
    }

    private static String cell(MatchResult match) {
        return Stream.of(1, 2, 3).map(match::group).collect(joining(" "));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("PEERS")
    void probe(Peer peer) throws IOException, InterruptedException {
        Program probe = running(peer).client("probe", "--protection", "plain,tls", "--insecure", "--format", "json");

        assertThat(probe.status()).as(probe.toString()).isZero();
        JsonObject report = report(probe);
        Map<String, String> verdicts = new TreeMap<>();
        report.getAsJsonArray("cells").forEach(each -> {
            JsonObject cell = each.getAsJsonObject();
            verdicts.put(cell.get("cell").getAsString(), cell.get("verdict").getAsString());
        });
        assertThat(verdicts).as(probe.toString()).isEqualTo(greenProbe());
        assertThat(report.getAsJsonArray("remarks")).as(probe.toString()).isEmpty();
    }

    private static Map<String, String> greenProbe() {
        Map<String, String> verdicts = new TreeMap<>();
        for (DataMode mode : DataMode.values()) {
            for (Protection protection : Protection.values()) {
                for (AddressFamily family : AddressFamily.values()) {
                    verdicts.put(
                            new Cell(mode, protection, family).toString(), mode.carries(family) ? "ok" : "skipped");
                }
            }
        }
        return verdicts;
    }

    /**
     * Drawn at random, a port may be missed. In one session, as ProFTPD and pyftpdlib hand out the kernel's ports while all
     * of the range wait for clients.
     */
    @ParameterizedTest(name = "{0}")
    @FieldSource("PEERS")
    void sweep(Peer peer) throws IOException, InterruptedException {
        RunningPeer running = running(peer);

        Program sweep = running.client("sweep", "--sessions", "1", "--format", "json");

        assertThat(sweep.status()).as(sweep.toString()).isZero();
        Map<Integer, String> verdicts = new TreeMap<>();
        report(sweep).getAsJsonArray("ports").forEach(each -> {
            JsonObject port = each.getAsJsonObject();
            verdicts.put(port.get("port").getAsInt(), port.get("verdict").getAsString());
        });
        assertThat(verdicts).as(sweep.toString()).hasSizeBetween(PORTS_EACH - 2, PORTS_EACH);
        assertThat(verdicts.keySet())
                .as(sweep.toString())
                .allMatch(running.site().passive()::contains);
        assertThat(verdicts.values()).as(sweep.toString()).containsOnly("open");
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("PEERS")
    void load(Peer peer) throws IOException, InterruptedException {
        RunningPeer running = running(peer);
        String modes = peer.underLoad().stream()
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(joining(","));

        Program load = running.client(
                "load",
                "--protection",
                "tls",
                "--insecure",
                "--sessions",
                "4",
                "--transfers",
                Integer.toString(TRANSFERS),
                "--mode",
                modes,
                "--operation",
                "upload,list,download",
                "--format",
                "json");

        assertThat(load.status()).as(load.toString()).isZero();
        JsonObject report = report(load);
        assertThat(report.get("transfers").getAsInt()).as(load.toString()).isEqualTo(TRANSFERS);
        assertThat(report.getAsJsonArray("errors")).as(load.toString()).isEmpty();
        assertThat(report.get("reconnects").getAsInt()).as(load.toString()).isZero();
        assertThat(report.getAsJsonObject("passivePorts")
                        .getAsJsonObject("uses")
                        .keySet())
                .as(load.toString())
                .allMatch(port -> running.site().passive().contains(Integer.parseInt(port)));
    }

    private static JsonObject report(Program program) {
        return JsonParser.parseString(program.out()).getAsJsonObject();
    }

    @Test
    void continuousIntegrationFetchesThem() throws IOException {
        assertThat(Files.readString(Jars.root().resolve(".ci/run"))).contains("bash .ci/peers");
    }
}
