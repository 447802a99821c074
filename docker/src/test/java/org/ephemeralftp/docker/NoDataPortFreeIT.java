package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.ControlConnection;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.ServerProcess;

/** The one row of the truth table for which there is no firewall: all passive ports are taken by others. */
class NoDataPortFreeIT {
    @TempDir
    Path directory;

    @Test
    void isDiagnosed() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(
                        directory,
                        "--port=0",
                        "--bind-address=127.0.0.1",
                        "--passive-ports=24045",
                        "--port-sharing=off",
                        "--lease-wait=200ms",
                        "--lease-timeout=10m",
                        "--user=u=p",
                        "--home=" + directory.resolve("home"));
                ControlConnection other = new ControlConnection(server.port())) {
            assertThat(other.login("u", "p")).startsWith("230 ");
            assertThat(other.command("PASV")).startsWith("227 ");

            Program probe = Program.run(
                    directory,
                    Jars.command(
                            Jars.client(),
                            "probe",
                            "127.0.0.1:" + server.port(),
                            "--user=u",
                            "--password=p",
                            "--mode=pasv,epsv",
                            "--protection=plain",
                            "--family=ipv4",
                            "--tries=1",
                            "--format=json"));

            assertThat(probe.status()).as(probe.toString()).isEqualTo(1);
            assertThat(probe.out().split("\"verdict\": *\"replied-425 at data-setup\"", -1))
                    .as(probe.toString())
                    .hasSize(3);
            assertThat(probe.out().split("\"kind\": *\"no-data-port-free\"", -1))
                    .as(probe.toString())
                    .hasSize(3);
        }
    }
}
