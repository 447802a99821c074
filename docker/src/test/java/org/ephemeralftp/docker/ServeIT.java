package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.ControlConnection;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.ServerProcess;
import org.ephemeralftp.docker.testing.Unprivileged;

/** The server's jar as a person starts and stops it. */
class ServeIT {
    private static final Pattern DEMO = Pattern.compile(".*: user (\\S+), password (\\S+)");

    @TempDir
    Path directory;

    @Test
    void withoutAnAccountItMakesOneUpAndTellsHowToUseIt() throws IOException, InterruptedException {
        Requires.program("curl");
        int port = freePort();
        try (ServerProcess server = ServerProcess.start(directory, "--port", Integer.toString(port))) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.host()).isEqualTo("localhost");
            assertThat(server.passivePorts()).contains("49152-", "65535");
            assertThat(server.home()).isEqualTo(directory.toRealPath().resolve("ftp-home"));

            Matcher demo = DEMO.matcher(server.nextLine());
            assertThat(demo.matches()).as("the line that tells the account").isTrue();
            try (ControlConnection control = new ControlConnection(port)) {
                assertThat(control.login(demo.group(1), "not " + demo.group(2))).startsWith("530 ");
            }
            try (ControlConnection control = new ControlConnection(port)) {
                assertThat(control.login(demo.group(1), demo.group(2))).startsWith("230 ");
            }

            Files.writeString(server.home().resolve("a-file.txt"), "content");
            String line = server.nextLine();
            assertThat(line).startsWith("Try it: curl ");
            Program curl = Program.run(directory, "sh", "-c", line.substring("Try it: ".length()));
            assertThat(curl.status()).as(curl.toString()).isZero();
            assertThat(curl.out()).contains("a-file.txt");
            assertThat(server.errors()).doesNotContain(demo.group(2));
        }
    }

    @Test
    void theLineToTryWorksWhereTlsIsRequired() throws IOException, InterruptedException {
        Requires.program("curl");
        try (ServerProcess server =
                ServerProcess.start(directory, "--port", Integer.toString(freePort()), "--tls", "required")) {
            Files.writeString(server.home().resolve("a-file.txt"), "content");
            assertThat(server.nextLine()).startsWith("The TLS certificate was made for this run");
            assertThat(server.nextLine()).startsWith("No account was named");

            String line = server.nextLine();
            Program curl = Program.run(directory, "sh", "-c", line.substring("Try it: ".length()));

            assertThat(curl.status()).as(curl.toString()).isZero();
            assertThat(curl.out()).contains("a-file.txt");
        }
    }

    @Test
    void sigtermEndsItAndItsPortsAreFreeForTheNext() throws IOException, InterruptedException {
        String[] options = {
            "--bind-address=127.0.0.1", "--port=" + freePort(), "--passive-ports=" + freePort(), "--user=u=p"
        };
        for (int start = 1; start <= 2; start++) {
            try (ServerProcess server = ServerProcess.start(directory, options);
                    ControlConnection control = new ControlConnection(server.port())) {
                assertThat(control.login("u", "p")).startsWith("230 ");
                assertThat(control.command("EPSV"))
                        .as("start %s", start)
                        .startsWith("229 ")
                        .contains("|||" + server.passivePorts() + "|");

                assertThat(server.terminate()).isZero();
                assertThat(server.errors()).doesNotContain("Exception", "ERROR");
            }
        }
    }

    /** Port 21 is for the administrator, unless the system lets anybody have it (as containers often do). */
    @Test
    void whoMayNotHavePort21IsToldTheWaysOut() throws IOException, InterruptedException {
        Path limit = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        Requires.that(Files.isReadable(limit), "this system has no " + limit);
        boolean denied = firstPortForAnybody(limit) > 21;
        try (Unprivileged somebody = Unprivileged.prepare()) {
            if (!denied) {
                try (ServerProcess server = ServerProcess.start(somebody.directory(), somebody.server("--port=21"))) {
                    assertThat(server.port()).isEqualTo(21);
                }
                return;
            }
            Program server = Program.run(somebody.directory(), somebody.server("--port=21", "--passive-ports=24030"));

            assertThat(server.status()).as(server.toString()).isEqualTo(1);
            assertThat(server.out()).isEmpty();
            assertThat(server.err())
                    .contains("cannot listen on port 21", "--port 2121", "sysctl", "container")
                    // Inside of a container another way is the right one.
                    .containsAnyOf("setcap", "--sysctl")
                    .doesNotContain("Exception");
        }
    }

    /** Found when the server starts, not by the first client that asks for an active connection. */
    @Test
    void whoMayNotConnectFromPort20IsToldTheWaysOut() throws IOException, InterruptedException {
        Path limit = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        Requires.that(Files.isReadable(limit), "this system has no " + limit);
        boolean denied = firstPortForAnybody(limit) > 20;
        String[] options = {"--port=0", "--passive-ports=24030", "--active-ports=20"};
        try (Unprivileged somebody = Unprivileged.prepare()) {
            if (!denied) {
                ServerProcess.start(somebody.directory(), somebody.server(options))
                        .close();
                return;
            }
            Program server = Program.run(somebody.directory(), somebody.server(options));

            assertThat(server.status()).as(server.toString()).isEqualTo(1);
            assertThat(server.out()).isEmpty();
            assertThat(server.err())
                    .contains(
                            "--active-ports 20",
                            "port 20 cannot be bound",
                            "--active-ports ephemeral",
                            "setcap",
                            "sysctl")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void moreListenersThanTheProcessMayOpenAreRefusedWithTheNumbers() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 500 && exec \"$@\"", "sh"));
        command.addAll(Jars.command(
                Jars.server(),
                "--port=0",
                "--bind-address=127.0.0.1",
                "--passive-ports=29000-29999",
                "--keep-listening"));
        Program server = Program.run(directory, command);

        assertThat(server.status()).as(server.toString()).isEqualTo(1);
        assertThat(server.out()).isEmpty();
        assertThat(server.err())
                .contains("--keep-listening needs 1000 listeners", "1000 --passive-ports on 1 address", "ulimit -n")
                .doesNotContain("Exception");
    }

    @Test
    void rangesListsTheNamedRanges() throws IOException, InterruptedException {
        Program table = Program.run(directory, Jars.command(Jars.server(), "ranges"));
        Program json = Program.run(directory, Jars.command(Jars.server(), "ranges", "--json"));

        assertThat(table.status()).as(table.toString()).isZero();
        assertThat(table.out()).contains("iana", "49152-65535", "16384", "windows-2008-exchange-2007");
        assertThat(table.err()).isEmpty();
        assertThat(json.status()).as(json.toString()).isZero();
        assertThat(json.out()).contains("\"iana\"", "49152", "65535");
        assertThat(json.err()).isEmpty();
    }

    /** A file of the kernel's that gives all it has to the first read: it needs one that asks for enough. */
    private static int firstPortForAnybody(Path limit) throws IOException {
        try (InputStream in = Files.newInputStream(limit)) {
            return Integer.parseInt(new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip());
        }
    }

    /** A port nobody listens on, out of the ranges that kernels draw their own from. */
    private static int freePort() throws IOException {
        Random random = new Random();
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = random.nextInt(25000, 28000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress((InetAddress) null, port));
                return port;
            } catch (IOException e) {
                // Somebody has it: the next.
            }
        }
        throw new IOException("all ports are in use");
    }
}
