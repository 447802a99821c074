package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.docker.testing.Docker;
import org.ephemeralftp.docker.testing.TestImage;

/** How a container starts, fails to start, and stops, in a real engine. */
class FtpServerContainerLifeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FIRST_PORT = 24_400;
    private static final int LAST_PORT = 24_402;

    @SuppressWarnings("NullAway.Init")
    private static String image;

    @BeforeAll
    static void findTheImage() throws IOException, InterruptedException {
        image = TestImage.name();
    }

    private static FtpServerContainer container(String name) {
        return new FtpServerContainer(name).withImagePullPolicy(never -> false);
    }

    @Test
    void fixedPortsAreTheSameOnTheHostAndAllOfItIsGoneAfterTheEnd() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        String id;
        String volumes;
        try (FtpServerContainer ftp = container(image)
                .withFixedPassivePorts(FIRST_PORT, LAST_PORT)
                .withLogConsumer(frame -> lines.add(frame.getUtf8String()))) {
            ftp.start();
            id = ftp.getContainerId();
            volumes = Docker.ok("inspect", "--format", "{{range .Mounts}}{{.Name}} {{end}}", id);

            assertThat(ftp.getPassivePortMap()).isEqualTo(Map.of(24_400, 24_400, 24_401, 24_401, 24_402, 24_402));
            try (HostClient client = new HostClient(ftp, new FTPClient())) {
                assertThat(client.roundTrip(false)).isBetween(FIRST_PORT, LAST_PORT);
                assertThat(client.roundTrip(true)).isBetween(FIRST_PORT, LAST_PORT);
            }
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(lines)
                            .anyMatch(line -> line.startsWith("ready ftp://"))
                            .anyMatch(line -> line.contains("orders.csv")));
            assertThat(lines).noneMatch(line -> line.contains("PASS test"));
        }
        assertThat(Docker.run("inspect", id).status()).isNotZero();
        for (String volume : volumes.split(" ", -1)) {
            assertThat(volume.isEmpty()
                            || Docker.run("volume", "inspect", volume).status() != 0)
                    .as("volume %s is gone", volume)
                    .isTrue();
        }
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            try (ServerSocket free = new ServerSocket()) {
                free.bind(new InetSocketAddress(port));
            }
        }
    }

    @Test
    void aStoppedContainerStartsAgainWithOtherPorts() throws IOException {
        try (FtpServerContainer ftp = container(image).withPassivePorts(1)) {
            ftp.start();
            ftp.stop();
            ftp.start();

            try (HostClient client = new HostClient(ftp, new FTPClient())) {
                assertThat(client.roundTrip(false)).isIn(ftp.getPassivePortMap().values());
            }
        }
    }

    @Test
    void whyAServerDidNotStartIsSaidAtOnce() {
        try (FtpServerContainer ftp = container(image).withEnv("EPHEMERAL_FTP_LEASE_TIMEOUT", "soon")) {
            assertThatThrownBy(ftp::start)
                    .hasStackTraceContaining("The container ended before anybody could log in")
                    .hasStackTraceContaining("'soon'");
        }
    }

    @Test
    void anImageThatIsNotThereIsNamed() {
        try (FtpServerContainer ftp = container("ephemeral-ftp-that-nobody-built:0")) {
            assertThatThrownBy(ftp::start).hasStackTraceContaining("ephemeral-ftp-that-nobody-built:0");
        }
    }
}
