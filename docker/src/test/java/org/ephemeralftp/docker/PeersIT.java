package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import org.ephemeralftp.docker.peer.OurServer;
import org.ephemeralftp.docker.peer.Peer;
import org.ephemeralftp.docker.peer.ProFtpd;
import org.ephemeralftp.docker.peer.PureFtpd;
import org.ephemeralftp.docker.peer.Pyftpdlib;
import org.ephemeralftp.docker.peer.RunningPeer;
import org.ephemeralftp.docker.peer.Site;
import org.ephemeralftp.docker.peer.Vsftpd;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** All of the client's commands against servers that are not ours, and against ours. */
@Timeout(180)
class PeersIT {
    private static final List<Peer> PEERS =
            List.of(new Vsftpd(), new PureFtpd(), new ProFtpd(), new Pyftpdlib(), new OurServer());
    private static final int FIRST_PORT = 31700;
    private static final int PORTS_EACH = 10;

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

    @ParameterizedTest(name = "{0}")
    @FieldSource("PEERS")
    void tour(Peer peer) throws IOException, InterruptedException {
        Program tour = running(peer).client("tour");

        assertThat(tour.status()).as(tour.toString()).isZero();
        assertThat(TOUR_CELL.matcher(tour.out()).results().map(PeersIT::cell))
                .as(tour.toString())
                .containsExactlyElementsOf(GREEN_TOUR);
    }

    private static String cell(MatchResult match) {
        return Stream.of(1, 2, 3)
                .map(match::group)
                .reduce((left, right) -> left + " " + right)
                .orElseThrow();
    }
}
