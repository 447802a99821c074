package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/** Clients that are not ours under TLS, against the server's jar: both versions, both modes, with reuse required or not. */
@Timeout(180)
class RealClientsTlsIT {
    private static final List<TlsProgram> CLIENTS = List.of(
            new CurlTlsProgram(),
            new LftpTlsProgram(),
            new FtplibTlsProgram(),
            new CommonsNetTlsProgram(),
            new OpensslTlsProgram());
    private static final int BYTES = 300_007;
    private static final StringBuilder table = new StringBuilder();

    @TempDir
    static Path directory;

    @TempDir
    Path work;

    @SuppressWarnings("NullAway.Init")
    private static ServerProcess preferring;

    @SuppressWarnings("NullAway.Init")
    private static ServerProcess requiring;

    @BeforeAll
    static void startServers() throws IOException, InterruptedException {
        preferring = start("prefer", "20800-20809");
        requiring = start("require", "20810-20819");
    }

    private static ServerProcess start(String reuse, String ports) throws IOException, InterruptedException {
        Path own = Files.createDirectory(directory.resolve(reuse));
        return ServerProcess.start(
                own,
                "--port=0",
                "--passive-ports=" + ports,
                "--user=" + TlsProgram.Trip.USER + "=" + TlsProgram.Trip.PASSWORD,
                "--home=" + own.resolve("home"),
                "--tls=required",
                "--tls-session-reuse=" + reuse);
    }

    @AfterAll
    static void stopServers() throws IOException, InterruptedException {
        try (ServerProcess first = preferring;
                ServerProcess second = requiring) {
            System.out.print(table);
            assertThat(first.errors() + second.errors()).doesNotContain("Exception", "ERROR");
        }
    }

    static Stream<Arguments> everyClientVersionAndMode() {
        return CLIENTS.stream()
                .flatMap(client -> Stream.of(TlsVersion.values())
                        .flatMap(version -> Stream.of(true, false)
                                .filter(passive -> passive || client.isActive())
                                .map(passive -> Arguments.of(client, version, passive))));
    }

    @ParameterizedTest(name = "{0} {1} passive: {2}")
    @MethodSource("everyClientVersionAndMode")
    void transfers_both_ways(TlsProgram client, TlsVersion version, boolean passive) throws Exception {
        assertTransfers(preferring, client, version, passive);
    }

    @ParameterizedTest(name = "{0} {1} passive: {2}")
    @MethodSource("everyClientVersionAndMode")
    void where_reuse_is_required_it_transfers_or_is_told_what_to_do(
            TlsProgram client, TlsVersion version, boolean passive) throws Exception {
        if (client.resumes()) {
            assertTransfers(requiring, client, version, passive);
            return;
        }
        TlsProgram.Said said = run(requiring, client, version, passive);
        assertThat(said.done()).as(said.text()).isFalse();
        assertThat(said.text()).contains("522", "--tls-session-reuse prefer");
        assertThat(work.resolve(TlsProgram.DOWNLOAD)).isEmptyFile();
        tell(client, version, passive, "require", "is told 522");
    }

    private void assertTransfers(ServerProcess server, TlsProgram client, TlsVersion version, boolean passive)
            throws IOException, InterruptedException {
        TlsProgram.Said said = run(server, client, version, passive);
        assertThat(said.done()).as(said.text()).isTrue();
        assertThat(said.text()).as("the listing").contains(TlsProgram.DOWNLOAD);
        assertThat(work.resolve(TlsProgram.DOWNLOAD)).hasBinaryContent(content(1));
        assertThat(server.home().resolve(TlsProgram.UPLOAD)).hasBinaryContent(content(2));
        tell(client, version, passive, server == requiring ? "require" : "prefer", "ok");
    }

    private TlsProgram.Said run(ServerProcess server, TlsProgram client, TlsVersion version, boolean passive)
            throws IOException, InterruptedException {
        client.programs().forEach(Requires::program);
        Files.write(server.home().resolve(TlsProgram.DOWNLOAD), content(1));
        Files.deleteIfExists(server.home().resolve(TlsProgram.UPLOAD));
        Files.write(work.resolve(TlsProgram.UPLOAD), content(2));
        return client.run(new TlsProgram.Trip(work, server.port(), version, passive));
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[BYTES];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static void tell(TlsProgram client, TlsVersion version, boolean passive, String reuse, String what) {
        table.append(String.format(
                "%-12s %s  %-7s  reuse %-7s  %s%n", client, version, passive ? "passive" : "active", reuse, what));
    }

    @Test
    void continuousIntegrationInstallsEveryClient() throws IOException {
        String script = Files.readString(Jars.root().resolve(".ci/run"));

        assertThat(CLIENTS)
                .flatMap(TlsProgram::programs)
                .allSatisfy(program -> assertThat(script).containsPattern("needed=\\([^)]*\\b" + program + ":"));
    }
}
