package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/** Clients that are not ours, each in every mode it has, against the server's jar. */
class RealClientsIT {
    private static final int FIRST_PORT = 24000;
    private static final int LAST_PORT = 24019;
    private static final int STEPS = 3;
    private static final String ROW = "%-7s %-5s %-6s %-8s %s";
    private static final List<String> table = new ArrayList<>();

    @TempDir
    static Path serverDirectory;

    @TempDir
    Path work;

    @SuppressWarnings("NullAway.Init")
    private static ServerProcess server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = ServerProcess.start(
                serverDirectory,
                "--port=0",
                "--passive-ports=" + FIRST_PORT + "-" + LAST_PORT,
                "--user=" + FtpProgram.Trip.USER + "=" + FtpProgram.Trip.PASSWORD,
                "--home=" + serverDirectory.resolve("home"));
    }

    @AfterAll
    static void stopServer() throws IOException, InterruptedException {
        try (ServerProcess closing = server) {
            System.out.println(String.format(ROW, "client", "mode", "family", "result", "ports seen"));
            table.forEach(System.out::println);
            assertThat(closing.errors()).doesNotContain("Exception", "ERROR");
        }
    }

    static Stream<Arguments> everyClientModeAndFamily() {
        return Stream.of(new CurlProgram(), new LftpProgram(), new FtplibProgram())
                .flatMap(client -> Arrays.stream(Family.values())
                        .flatMap(family ->
                                client.modes(family).stream().map(mode -> Arguments.of(client, mode, family))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("everyClientModeAndFamily")
    void uploadsListsAndDownloads(FtpProgram client, DataMode mode, Family family)
            throws IOException, InterruptedException {
        int row = table.size();
        table.add(String.format(ROW, client, mode, family, "not run", ""));
        Requires.program(client.program());
        if (family == Family.IPV6) {
            Requires.ipv6();
        }
        table.set(row, String.format(ROW, client, mode, family, "FAILED", ""));
        byte[] content = new byte[300_007];
        new Random(row).nextBytes(content);
        Path upload = Files.write(work.resolve(client + "-" + mode + "-" + family + ".bin"), content);
        Path download = work.resolve("download.bin");

        List<Program> programs =
                client.roundTrip(new FtpProgram.Trip(work, family, mode, server.port(), upload, download));

        assertThat(programs)
                .allSatisfy(program ->
                        assertThat(program.status()).as(program.toString()).isZero());
        Dialogue dialogue = Dialogue.of(programs);
        assertThat(dialogue.text())
                .as("a line of the listing")
                .containsPattern("(?m)^-rw.* " + content.length + " .* " + upload.getFileName() + "\\r?$");
        assertThat(server.home().resolve(upload.getFileName())).hasBinaryContent(content);
        assertThat(download).hasBinaryContent(content);
        assertThat(dialogue.setups()).hasSize(STEPS).containsOnly(mode);
        List<Integer> ports = mode.passive() ? dialogue.serverPorts() : dialogue.clientPorts();
        assertThat(ports).hasSize(STEPS);
        if (mode.passive()) {
            assertThat(ports).allSatisfy(port -> assertThat(port).isBetween(FIRST_PORT, LAST_PORT));
        }
        table.set(row, String.format(ROW, client, mode, family, "ok", ports));
    }
}
