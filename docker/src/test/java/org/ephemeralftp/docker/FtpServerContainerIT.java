package org.ephemeralftp.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509TrustManager;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.images.builder.Transferable;

import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.TestImage;

/** Clients of the container, in a real engine. Nothing of Testcontainers runs where that or the image is missing. */
class FtpServerContainerIT {
    @SuppressWarnings("NullAway.Init")
    private static String image;

    @TempDir
    Path directory;

    @BeforeAll
    static void findTheImage() throws IOException, InterruptedException {
        image = TestImage.name();
    }

    private static FtpServerContainer container() {
        return new FtpServerContainer(image).withImagePullPolicy(name -> false);
    }

    @Test
    @Execution(CONCURRENT)
    void passiveModesWorkFromTheHost() throws IOException {
        try (FtpServerContainer ftp = container()
                .withUser("alice", "s3cret")
                .withUser("bob", "hidden")
                .withPassivePorts(2)) {
            ftp.start();
            try (HostClient client = new HostClient(ftp, new FTPClient())) {
                for (boolean epsv : new boolean[] {false, true}) {
                    assertThat(client.roundTrip(epsv))
                            .isIn(ftp.getPassivePortMap().values());
                }
            }
            assertThat(ftp.getPassivePortMap()).containsOnlyKeys(61_000, 61_001);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void curlWorksFromTheHost() throws IOException, InterruptedException {
        Requires.program("curl");
        try (FtpServerContainer ftp = container()) {
            ftp.start();
            ftp.copyFileToContainer(Transferable.of("200 bolts"), "/srv/ftp/orders.csv");
            for (String mode : new String[] {"--disable-epsv", "--no-disable-epsv"}) {
                Program curl = Program.run(
                        directory,
                        "curl",
                        "--disable",
                        "--silent",
                        "--show-error",
                        "--verbose",
                        "--max-time",
                        "60",
                        mode,
                        "--no-ftp-skip-pasv-ip",
                        "--user",
                        ftp.getUsername() + ":" + ftp.getPassword(),
                        ftp.getFtpUrl() + "orders.csv");

                assertThat(curl.out()).as(curl.toString()).isEqualTo("200 bolts");
                // Where EPSV does not get through, curl goes on with PASV.
                assertThat(curl.err().contains("> PASV")).isEqualTo(mode.equals("--disable-epsv"));
            }
        }
    }

    @Test
    @Execution(CONCURRENT)
    void passiveModesWorkFromASecondContainerOfItsNetworkToo() throws IOException {
        try (Network network = Network.newNetwork();
                FtpServerContainer ftp = container()
                        .withNetwork(network)
                        .withNetworkAliases("ftp")
                        .withPassivePorts(3)) {
            ftp.start();

            assertThat(ftp.getInternalAddress()).isEqualTo("ftp:2121");
            assertThat(tour(ftp, network))
                    .containsPattern("PASV +IPv4 +ok .* 6100[0-2] ")
                    .containsPattern("EPSV +IPv4 +ok .* 6100[0-2] ");
            try (HostClient client = new HostClient(ftp, new FTPClient())) {
                client.roundTrip(false);
                client.roundTrip(true);
            }
        }
    }

    @Test
    @Execution(CONCURRENT)
    void passiveModesWorkFromASecondContainerOfDockersOwnNetwork() {
        try (FtpServerContainer ftp = container()) {
            ftp.start();

            assertThat(ftp.getInternalAddress()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+:2121");
            assertThat(tour(ftp, null))
                    .containsPattern("PASV +IPv4 +ok .* 6100[0-4] ")
                    .containsPattern("EPSV +IPv4 +ok .* 6100[0-4] ");
        }
    }

    /** What the client in the image prints; it must end well. */
    private static String tour(FtpServerContainer ftp, @Nullable Network network) {
        try (GenericContainer<?> client = new GenericContainer<>(image)) {
            client.withImagePullPolicy(name -> false)
                    .withNetwork(network)
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(2)))
                    .withCommand(
                            "client",
                            "tour",
                            ftp.getInternalAddress(),
                            "--user",
                            ftp.getUsername(),
                            "--password",
                            ftp.getPassword());
            client.start();
            return client.getLogs();
        }
    }

    @Test
    @Execution(CONCURRENT)
    void twoRunSideBySide() throws IOException {
        try (FtpServerContainer one = container();
                FtpServerContainer other = container()) {
            one.start();
            other.start();
            try (HostClient first = new HostClient(one, new FTPClient());
                    HostClient second = new HostClient(other, new FTPClient())) {
                assertThat(first.roundTrip(false)).isIn(one.getPassivePortMap().values());
                assertThat(second.roundTrip(true))
                        .isIn(other.getPassivePortMap().values());
            }
            assertThat(one.getPassivePortMap().values())
                    .hasSize(5)
                    .doesNotContainAnyElementsOf(other.getPassivePortMap().values());
        }
    }

    @Test
    @Execution(CONCURRENT)
    void withTlsNobodyLogsInInClear() throws Exception {
        try (FtpServerContainer ftp = container().withTls()) {
            ftp.start();
            AnyCertificate certificates = new AnyCertificate();
            FTPSClient protectedClient = new FTPSClient();
            protectedClient.setTrustManager(certificates);
            try (HostClient client = new HostClient(ftp, protectedClient)) {
                protectedClient.execPBSZ(0);
                protectedClient.execPROT("P");
                client.roundTrip(false);
                client.roundTrip(true);
            }
            assertThat(certificates.seen.get(0).getSubjectAlternativeNames())
                    .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("localhost"));
            assertThatThrownBy(() -> new HostClient(ftp, new FTPClient()).close())
                    .hasMessageContaining("530");
        }
    }

    /** Trusts everybody, and remembers whom. */
    private static final class AnyCertificate implements X509TrustManager {
        final List<X509Certificate> seen = new CopyOnWriteArrayList<>();

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("This is a client's");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.add(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(strings = {"--log-level=debug", "serve"})
    void theImagesCommandLineIsTheUsers(String argument) throws IOException {
        try (FtpServerContainer ftp = container().withCommand(argument).withEnv("EPHEMERAL_FTP_ANONYMOUS", "true")) {
            ftp.start();

            // The JDK's own client.
            try (var listing = URI.create(ftp.getFtpUrl()).toURL().openStream()) {
                assertThat(new String(listing.readAllBytes(), UTF_8)).isEmpty();
            }
            assertThat(ftp.getLogs().contains("DEBUG")).isEqualTo(argument.endsWith("debug"));
        }
    }
}
