package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;

import org.ephemeralftp.docker.testing.Compose;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.TestImage;

/** The compose files, run by a real engine. */
class ComposeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CONTROL_PORT = 24310;
    private static final String PASSIVE_PORTS = "24311-24320";
    private static final Pattern CELL =
            Pattern.compile("(?m)^client\\S* +\\| (\\w+\\.\\w+\\.ipv4 +\\S+(?: at \\S+)?) +\\d+ of");

    /** Two projects of one file would have the same networks and ports. */
    private static final String TOUR = "compose.yaml";

    private static final String FIREWALL = "compose.firewall.yaml";

    @TempDir
    Path directory;

    private static Compose server() throws IOException, InterruptedException {
        return Compose.of(
                TOUR,
                List.of(),
                Map.of(
                        "EPHEMERAL_FTP_IMAGE", TestImage.name(),
                        "CONTROL_PORT", Integer.toString(CONTROL_PORT),
                        "PASSIVE_PORTS", PASSIVE_PORTS));
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(TOUR)
    void theClientToursTheServer() throws IOException, InterruptedException {
        try (Compose compose = server()) {
            Program tour = compose.upTo("client");

            assertThat(tour.status()).as(tour.toString()).isZero();
            assertThat(tour.out())
                    .contains("All bytes matched in all 4 cells.", "ready ftp://localhost:21")
                    .doesNotContain("WARN");
        }
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(TOUR)
    void clientsOfThisMachineReachTheServer() throws IOException, InterruptedException {
        Requires.program("curl");
        try (Compose compose = server()) {
            Program up = compose.run("up", "--detach", "--no-build", "server");
            assertThat(up.status()).as(up.toString()).isZero();
            Path file = Files.writeString(directory.resolve("file.txt"), "a".repeat(100_000));
            String url = "ftp://demo:demo@127.0.0.1:" + CONTROL_PORT + "/file.txt";
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> curl("--disable-epsv", "-T", file.toString(), url));

            Program down = curl("--disable-epsv", "--verbose", url);
            assertThat(down.out()).isEqualTo(Files.readString(file));
            assertThat(down.err()).contains("227 Entering Passive Mode (127,0,0,1,");
            assertThat(curl(url).out()).isEqualTo(Files.readString(file));
        }
    }

    private Program curl(String... arguments) throws IOException, InterruptedException {
        Program curl = Program.run(
                directory,
                Stream.concat(
                                Stream.of(
                                        "curl",
                                        "--silent",
                                        "--show-error",
                                        "--max-time",
                                        "30",
                                        "--no-ftp-skip-pasv-ip"),
                                Stream.of(arguments))
                        .toList());
        assertThat(curl.status()).as(curl.toString()).isZero();
        return curl;
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(FIREWALL)
    void theRouterLetsPassWhatItsRulesSay() throws IOException, InterruptedException {
        // Half of the cells wait for a time limit, each time.
        Path once = Files.writeString(
                directory.resolve("once.yaml"), "services: {client: {environment: {EPHEMERAL_FTP_CLIENT_TRIES: 1}}}\n");
        try (Compose compose = Compose.of(FIREWALL, List.of(once), Map.of("EPHEMERAL_FTP_IMAGE", TestImage.name()))) {
            Program probe = compose.upTo("client");

            assertThat(probe.status()).as(probe.toString()).isZero();
            assertThat(cells(probe))
                    .containsExactly(
                            "pasv.plain.ipv4  ok",
                            "epsv.plain.ipv4  ok",
                            "port.plain.ipv4  timed-out at data-connect",
                            "eprt.plain.ipv4  timed-out at data-connect",
                            "pasv.tls.ipv4    ok",
                            "epsv.tls.ipv4    ok",
                            "port.tls.ipv4    timed-out at data-connect",
                            "eprt.tls.ipv4    timed-out at data-connect");
            assertThat(probe.out()).contains("8 of 8 cells are as expected").doesNotContain("WARN");
        }
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(FIREWALL)
    void rulesThatAreWrongShow() throws IOException, InterruptedException {
        Path docker = Jars.root().resolve("docker");
        String right = Files.readString(docker.resolve("compose/router.nft"));
        String wrong = right.replace("30000-30009", "31000-31009");
        assertThat(wrong).isNotEqualTo(right);
        Path rules = Files.writeString(directory.resolve("wrong.nft"), wrong);
        Path expect = Files.writeString(directory.resolve("expect"), "*.plain.* = ok\n");
        Path quick = Files.writeString(
                directory.resolve("quick.yaml"),
                "services: {client: {environment: {EPHEMERAL_FTP_CLIENT_PROTECTION: plain,"
                        + " EPHEMERAL_FTP_CLIENT_MODE: \"pasv,epsv\", EPHEMERAL_FTP_CLIENT_TRIES: 1}}}\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Compose compose = Compose.of(
                FIREWALL,
                List.of(quick),
                Map.of(
                        "EPHEMERAL_FTP_IMAGE",
                        TestImage.name(),
                        "ROUTER_RULES",
                        rules.toString(),
                        "ROUTER_EXPECT",
                        expect.toString()))) {
            Program probe = compose.upTo("client");

            assertThat(probe.status()).as(probe.toString()).isEqualTo(1);
            assertThat(cells(probe))
                    .containsExactly(
                            "pasv.plain.ipv4  timed-out at data-connect", "epsv.plain.ipv4  timed-out at data-connect");
            assertThat(probe.out()).contains("0 of 2 cells are as expected");
        }
    }

    private static List<String> cells(Program probe) {
        return CELL.matcher(probe.out())
                .results()
                .map(result -> result.group(1).stripTrailing())
                .toList();
    }
}
