package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/** Our own client's tour, jar against jar. */
class TourIT {
    private static final List<String> PASSIVE_PORTS =
            IntStream.rangeClosed(24020, 24029).mapToObj(Integer::toString).toList();
    private static final Pattern CELL =
            Pattern.compile("(?m)^(PASV|EPSV|PORT|EPRT) +(IPv[46]) +(\\S+) +[\\d,]+ +((?:\\d+ )+)");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void passesInEveryMode(Family family) throws IOException, InterruptedException {
        if (family == Family.IPV6) {
            Requires.ipv6();
        }
        try (ServerProcess server = server()) {
            Program tour = tour(server, family, "p");

            assertThat(tour.status()).as(tour.toString()).isZero();
            List<MatchResult> cells = CELL.matcher(tour.out()).results().toList();
            assertThat(cells)
                    .as(tour.toString())
                    .extracting(cell -> cell.group(1) + " " + cell.group(2) + " " + cell.group(3))
                    .containsExactlyElementsOf(
                            family == Family.IPV4
                                    ? List.of("PASV IPv4 ok", "EPSV IPv4 ok", "PORT IPv4 ok", "EPRT IPv4 ok")
                                    : List.of("EPSV IPv6 ok", "EPRT IPv6 ok"));
            assertThat(cells)
                    .filteredOn(cell -> DataMode.valueOf(cell.group(1)).passive())
                    .flatMap(cell ->
                            Stream.of(cell.group(4).strip().split(" ", -1)).toList())
                    .as("the ports the server listened on")
                    .isNotEmpty()
                    .isSubsetOf(PASSIVE_PORTS);
            assertThat(tour.out()).contains("All bytes matched in all " + cells.size() + " cells.");
        }
    }

    @Test
    void failsWithAWrongPassword() throws IOException, InterruptedException {
        try (ServerProcess server = server()) {
            Program tour = tour(server, Family.IPV4, "wrong-secret");

            assertThat(tour.status()).as(tour.toString()).isEqualTo(1);
            assertThat(tour.output()).contains("login as u was refused: 530").doesNotContain("wrong-secret");
        }
    }

    private ServerProcess server() throws IOException, InterruptedException {
        return ServerProcess.start(
                directory,
                "--port=0",
                "--passive-ports=" + PASSIVE_PORTS.get(0) + "-" + PASSIVE_PORTS.get(PASSIVE_PORTS.size() - 1),
                "--user=u=p",
                "--home=" + directory.resolve("home"));
    }

    private Program tour(ServerProcess server, Family family, String password)
            throws IOException, InterruptedException {
        return Program.run(
                directory,
                Jars.command(Jars.client(), "tour", family.url(server.port()), "--user", "u", "--password", password));
    }
}
