package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.docker.ResultTable.Result;
import org.ephemeralftp.docker.testing.ControlRelay;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;

/** Clients that are not ours, each in every mode it has and doing all it can, against the server's jar. */
class RealClientsIT {
    private static final int FIRST_PORT = 24000;
    private static final int LAST_PORT = 24019;
    private static final List<FtpProgram> CLIENTS = List.of(
            new CurlProgram(),
            new LftpProgram(),
            new TnftpProgram(),
            new NcftpProgram(),
            new NcftpToolsProgram(),
            new WgetProgram(),
            new RcloneProgram(),
            new FtplibProgram());
    private static final ResultTable table = new ResultTable();

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
            System.out.print(table);
            assertThat(closing.errors()).doesNotContain("Exception", "ERROR");
        }
    }

    static Stream<Arguments> everyClientModeAndFamily() {
        return CLIENTS.stream()
                .flatMap(client -> Arrays.stream(Family.values())
                        .flatMap(family ->
                                client.modes(family).stream().map(mode -> Arguments.of(client, mode, family))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("everyClientModeAndFamily")
    void doesAllItCan(FtpProgram client, DataMode mode, Family family) throws IOException, InterruptedException {
        ResultTable.Row row = table.row(client, mode, family);
        client.programs().forEach(Requires::program);
        if (family == Family.IPV6) {
            Requires.ipv6();
        }
        TripFiles.prepare(work, server.home());

        ControlRelay relay = new ControlRelay(family.loopback(), server.port());
        FtpProgram.Trip trip = new FtpProgram.Trip(work, family, mode, relay.port());
        List<Program> programs;
        try (relay) {
            programs = client.run(trip);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\non the control connections\n" + new Dialogue(relay.lines()), e);
        }

        Dialogue dialogue = new Dialogue(relay.lines());
        Step.Outcome outcome = new Step.Outcome(work, server.home(), dialogue, client.listing(trip, programs));
        Stream<Executable> steps = Arrays.stream(Step.values())
                .filter(step -> !client.cannot().contains(step))
                .map(step -> () -> check(step, outcome, row));
        assertAll(
                programs + "\nand on the control connections\n" + dialogue,
                Stream.of(
                                Stream.<Executable>of(() -> assertThat(programs)
                                        .extracting(Program::status)
                                        .containsOnly(0)),
                                steps,
                                Stream.<Executable>of(() -> checkDataConnections(mode, dialogue, row)))
                        .flatMap(checks -> checks));
    }

    private static void check(Step step, Step.Outcome outcome, ResultTable.Row row) {
        row.set(step, Result.FAILED);
        step.check(outcome);
        row.set(step, Result.OK);
    }

    /** Each transfer had a data connection of its own, set up in this mode and no other, and one end. */
    private static void checkDataConnections(DataMode mode, Dialogue dialogue, ResultTable.Row row) {
        row.setups(dialogue.setups());
        int transfers = dialogue.transfers().size();
        assertThat(dialogue.setups())
                .as("commands that set up data connections")
                .hasSize(transfers)
                .containsOnly(mode);
        assertThat(dialogue.ports(mode)).as("ports").hasSize(transfers);
        assertThat(dialogue.completions())
                .as("transfers that the server calls complete")
                .isEqualTo(transfers);
        if (mode.passive()) {
            assertThat(dialogue.ports(mode)).allSatisfy(port -> assertThat(port).isBetween(FIRST_PORT, LAST_PORT));
        }
        row.ports(dialogue.ports(mode));
    }

    @Test
    void continuousIntegrationInstallsEveryClient() throws IOException {
        String script = Files.readString(Jars.root().resolve(".ci/run"));

        assertThat(CLIENTS)
                .flatMap(FtpProgram::programs)
                .allSatisfy(program -> assertThat(script).containsPattern("needed=\\([^)]*\\b" + program + ":"));
    }
}
