package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;

/** What a mistyped command line of the server gets: status 2, one line that says what is wrong, nothing bound. */
class BadInputIT {
    @TempDir
    Path directory;

    /** The port is taken: a server that tried to bind it before it refused its input would end with status 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // the command line | what the message names
                "--port 99999 | 99999",
                "--port -1 | -1",
                "--port x | 'x'",
                "--port | --port",
                "--passive-ports 0 | 1-65535",
                "--passive-ports 70000 | 1-65535",
                "--passive-ports 5-1 | 5-1",
                "--passive-ports banana | iana",
                "--user foo | NAME=PASSWORD",
                "--user foo= | NAME=PASSWORD",
                "--user =hunter2 | NAME=PASSWORD",
                "--user a=hunter21 --user a=hunter22 | 'a'",
                "--lease-timeout 5parsecs | 5parsecs",
                "--lease-timeout 0 | --lease-timeout",
                "--lease-timeout 25h | --lease-timeout: '25h'",
                "--lease-wait -1s | -1s",
                "--active-ports banana | ephemeral",
                "--active-ports 0 | --active-ports",
                "--passive-ports 24030-24039 --active-ports 24035-24050 | 24035-24039",
                "--port 24030 --active-ports 24030 | --port",
                "--connect-timeout 0 | --connect-timeout",
                "--peer-check maybe | maybe",
                "--port-sharing maybe | client",
                "--max-sessions 0 | --max-sessions",
                "--max-sessions-per-address many | many",
                "--bind-address nonsense.invalid | nonsense.invalid",
                "--bind-address= | --bind-address",
                "--home a-file.txt | a-file.txt",
                "--home= | --home",
                "--no-such-option | --no-such-option",
                "--pasword=hunter2 | --pasword",
                "--pasword hunter2 | --pasword",
                "--user u=p hunter2 | an argument",
                "--prot 1 | did you mean --port?",
                "serv | did you mean serve?",
                "ranges --jsn | --jsn",
            })
    void isOneLineAndStatusTwo(String line, String named) throws IOException, InterruptedException {
        Files.createFile(directory.resolve("a-file.txt"));
        List<String> options = List.of(line.split(" ", -1));
        try (ServerSocket taken = new ServerSocket(0)) {
            boolean otherPort = line.startsWith("--") && !options.contains("--port");
            Stream<String> port = otherPort ? Stream.of("--port=" + taken.getLocalPort()) : Stream.empty();

            Program server = server(Stream.concat(port, options.stream()).toArray(String[]::new));

            assertThat(server.status()).as(server.toString()).isEqualTo(2);
            assertThat(server.out()).isEmpty();
            assertThat(server.err().lines())
                    .as(server.toString())
                    .singleElement()
                    .asString()
                    .startsWith("ephemeral-ftp-server: ")
                    .contains(named)
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aPortInUseIsStatusOneAndSaysWhatToDo() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Program server = server("--port=" + taken.getLocalPort(), "--passive-ports=24030");

            assertThat(server.status()).as(server.toString()).isEqualTo(1);
            assertThat(server.out()).isEmpty();
            assertThat(server.err()
                            .lines()
                            .toList()
                            .get(server.err().lines().toList().size() - 1))
                    .contains("port " + taken.getLocalPort(), "in use", "another program listens there", "--port");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsStatusOneAndSaysWhatToDo() throws IOException, InterruptedException {
        // An address for documentation, which no machine has.
        Program server = server("--port=0", "--bind-address=192.0.2.1", "--passive-ports=24030");

        assertThat(server.status()).as(server.toString()).isEqualTo(1);
        assertThat(server.out()).isEmpty();
        assertThat(server.err()).contains("192.0.2.1", "this machine has no such address", "--bind-address");
    }

    private Program server(String... arguments) throws IOException, InterruptedException {
        return Program.run(directory, Jars.command(Jars.server(), arguments));
    }
}
