package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.ServerProcess;

/** The client's commands as README has them, against the server as README starts it, but for its ports. */
class ClientReadmeIT {
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^java -jar client-demo/target/ephemeral-ftp-client\\.jar ((\\w+) localhost:2121 .*)$");
    private static final String PASSWORD = "7hWqk2ZpTnXb4vMgRc9d";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"tour", "probe", "sweep", "load"})
    void worksAsREADMESays(String name) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(
                directory,
                "--port=0",
                "--passive-ports=24030-24039",
                "--tls=optional",
                "--allow-port-choice",
                "--user=demo=" + PASSWORD)) {
            List<String> commands = COMMAND.matcher(Files.readString(Jars.root().resolve("README.md")))
                    .results()
                    .filter(command -> command.group(2).equals(name))
                    .map(command -> command.group(1))
                    .toList();
            assertThat(commands).as(name).hasSize(1);

            Program program = Program.run(
                    directory,
                    Jars.command(
                            Jars.client(),
                            commands.get(0)
                                    .replace(":2121", ":" + server.port())
                                    .split(" ", -1)));

            assertThat(program.status()).as(program.toString()).isZero();
            assertThat(program.output()).doesNotContain(PASSWORD);
        }
    }
}
