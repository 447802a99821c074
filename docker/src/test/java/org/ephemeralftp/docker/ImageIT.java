package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.docker.testing.ControlConnection;
import org.ephemeralftp.docker.testing.Docker;
import org.ephemeralftp.docker.testing.ImageContainer;
import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.docker.testing.TestImage;

/** The image, built from {@code docker/Dockerfile} and run by a real engine. */
class ImageIT {
    private static final int PORT = 21;
    private static final long LIMIT_SECONDS = 60;
    private static final String PASSIVE_PORTS = "24300-24309";
    private static final Pattern EPSV = Pattern.compile("229 .*\\|\\|\\|(\\d+)\\|\\)");
    private static final String CONTAINER_WARNING = "This is a container (Docker): clients outside of it";
    private static final String HOME_WARNING = "cannot write to /srv/ftp";
    private static final List<String> PUBLISHED = List.of(
            "--read-only",
            "--volume=/srv/ftp",
            "--publish=127.0.0.1::" + PORT,
            "--publish=127.0.0.1:" + PASSIVE_PORTS + ":" + PASSIVE_PORTS,
            "--env=EPHEMERAL_FTP_PASSIVE_PORTS=" + PASSIVE_PORTS,
            "--env=EPHEMERAL_FTP_USER=u=p");

    @TempDir
    Path directory;

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(PASSIVE_PORTS)
    void carriesFilesThroughPublishedPorts() throws IOException, InterruptedException {
        Requires.program("curl");
        try (ImageContainer container = ImageContainer.start(PUBLISHED, "serve", "--advertise=127.0.0.1")) {
            container.awaitHealthy();
            Path file = Files.writeString(directory.resolve("file.txt"), "a".repeat(100_000));
            String url = "ftp://u:p@127.0.0.1:" + container.published(PORT) + "/file.txt";
            // curl would otherwise connect to the address of the control connection, whatever the 227 says.
            Program up = curl("--no-ftp-skip-pasv-ip", "--disable-epsv", "-v", "-T", file.toString(), url);
            Program down = curl("--no-ftp-skip-pasv-ip", "--disable-eprt", "-v", url);

            assertThat(up.err()).contains("227 Entering");
            assertThat(down.err()).contains("229 Entering");
            assertThat(down.out()).isEqualTo(Files.readString(file));
            assertThat(container.log())
                    .contains("ready ftp://localhost:21 passive-ports=" + PASSIVE_PORTS + " home=/srv/ftp")
                    .doesNotContain(CONTAINER_WARNING, HOME_WARNING, "WARN");
        }
    }

    private Program curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "60"));
        command.addAll(List.of(arguments));
        Program curl = Program.run(directory, command);
        assertThat(curl.status()).as(curl.toString()).isZero();
        return curl;
    }

    @Test
    @Execution(CONCURRENT)
    void runsAsAUserWithoutRights() throws IOException, InterruptedException {
        try (ImageContainer container = ImageContainer.start(List.of("--cap-drop=ALL"), "--anonymous")) {
            container.awaitHealthy();
            assertThat(container.exec("id").out()).startsWith("uid=2121(ephemeral-ftp) gid=2121(ephemeral-ftp)");
            assertThat(container.exec("cat", "/proc/1/comm").out()).isEqualTo("java\n");
            assertThat(container.exec("sh", "-c", "echo > /opt/ephemeral-ftp/x").status())
                    .isNotZero();
            // Health checks do not fill the log.
            assertThat(container.log()).contains("ready ftp://").doesNotContain("connected", "closed");
        }
    }

    @Test
    @Execution(CONCURRENT)
    void javaTakesMoreOptions() throws IOException, InterruptedException {
        // One alone would be refused, because of the image's own option.
        String options = "JAVA_OPTS=-XX:-UseSerialGC -XX:+UseParallelGC  -Xlog:gc=info";
        Program version = Docker.run("run", "--rm", "--env=" + options, TestImage.name(), "client", "--version");
        assertThat(version.status()).as(version.toString()).isZero();
        assertThat(version.out()).contains("Using Parallel\n", "ephemeral-ftp-client 0");
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(
            strings = {
                "--port=21",
                "--port=2199",
                "--port=2199 --bind-address=127.0.0.1",
                "--port=2199 --bind-address=::1",
                "--keep-listening --implicit-tls-port=990 --tls=optional"
            })
    void isHealthyWhateverThePort(String options) throws IOException, InterruptedException {
        try (ImageContainer container = ImageContainer.start(
                List.of("--init", "--sysctl=net.ipv6.conf.all.disable_ipv6=0"), options.split(" ", -1))) {
            container.awaitLog("ready ftp://");
            Program check = container.exec("bash", "/opt/ephemeral-ftp/healthcheck");
            assertThat(check.status()).as(check.toString()).isZero();
        }
    }

    @Test
    @Execution(CONCURRENT)
    void isNotHealthyIfTheServerDoesNotGreet() throws IOException, InterruptedException {
        try (ImageContainer container = ImageContainer.start(List.of(), "--anonymous")) {
            container.awaitLog("ready ftp://");
            // It still listens, and the kernel still accepts.
            container.signal("STOP");
            Program stopped = container.exec("bash", "/opt/ephemeral-ftp/healthcheck");
            container.signal("CONT");
            Program going = container.exec("bash", "/opt/ephemeral-ftp/healthcheck");

            assertThat(stopped.status()).as(stopped.toString()).isEqualTo(1);
            assertThat(stopped.out()).isEqualTo("no port that the server listens on answers 220\n");
            assertThat(going.status()).as(going.toString()).isZero();
        }
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(PASSIVE_PORTS)
    void aStopLetsATransferFinish() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (ImageContainer container = ImageContainer.start(PUBLISHED, "--drain-timeout=60s")) {
            container.awaitHealthy();
            CompletableFuture<Integer> status;
            try (ControlConnection control = new ControlConnection(container.published(PORT))) {
                control.login("u", "p");
                Matcher epsv = EPSV.matcher(control.command("EPSV"));
                assertThat(epsv.find()).isTrue();
                try (Socket data = new Socket(control.peer(), Integer.parseInt(epsv.group(1)))) {
                    assertThat(control.command("STOR whole")).startsWith("150 ");
                    data.getOutputStream().write("first, ".getBytes(StandardCharsets.UTF_8));
                    status = CompletableFuture.supplyAsync(() -> stop(container));
                    container.awaitLog("stopping: running transfers may finish");
                    data.getOutputStream().write("then the rest".getBytes(StandardCharsets.UTF_8));
                }
                assertThat(control.reply()).startsWith("226 ");
            }
            assertThat(status.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isZero();
            assertThat(container.log()).contains("stopped: all sessions ended");
            assertThat(container.copyOut("/srv/ftp/whole")).isEqualTo("first, then the rest");
        }
    }

    private static int stop(ImageContainer container) {
        try {
            return container.stop();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Execution(CONCURRENT)
    @ResourceLock(PASSIVE_PORTS)
    void tellsWhatToDoAboutTheContainersAddress() throws IOException, InterruptedException {
        try (ImageContainer container = ImageContainer.start(PUBLISHED, "--anonymous")) {
            container.awaitLog("ready ftp://");
            assertThat(container.log())
                    .contains(CONTAINER_WARNING, container.inspect("{{.NetworkSettings.IPAddress}}"))
                    .contains("--advertise HOST", "-p " + PASSIVE_PORTS + ":" + PASSIVE_PORTS);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void tellsWhatToDoAboutAHomeThatCannotBeWritten() throws IOException, InterruptedException {
        List<String> anotherUser = List.of("--user=4711:4712", "--volume=/srv/ftp");
        try (ImageContainer container = ImageContainer.start(anotherUser, "--anonymous")) {
            container.awaitLog("ready ftp://");
            assertThat(container.log())
                    .contains("user 4711:4712 " + HOME_WARNING, "chown 4711:4712", "--user 2121:0", "--volume files:");
        }
        // That is as it is meant, and so is a home elsewhere.
        String meant = "--volume=" + directory + ":/srv/ftp:ro";
        try (ImageContainer container = ImageContainer.start(List.of(meant), "--anonymous")) {
            container.awaitLog("ready ftp://");
            assertThat(container.log()).doesNotContain(HOME_WARNING);
        }
        try (ImageContainer container =
                ImageContainer.start(anotherUser, "--anonymous", "--home=/tmp", "--port=2121")) {
            container.awaitLog("ready ftp://");
            assertThat(container.log()).doesNotContain(HOME_WARNING);
        }
    }

    @Test
    @Execution(CONCURRENT)
    void hasTheClientTheLabAndTheServersOtherCommands() throws IOException, InterruptedException {
        String image = TestImage.name();
        assertThat(Docker.ok("run", "--rm", image, "client", "--version")).startsWith("ephemeral-ftp-client 0");
        assertThat(Docker.ok("run", "--rm", image, "client", "tour", "--help")).contains("Usage: ");
        assertThat(Docker.ok("run", "--rm", image, "lab", "--help")).contains("Usage: ");
        assertThat(Docker.ok("run", "--rm", image, "config"))
                .contains("# from EPHEMERAL_FTP_PASSIVE_PORTS\npassive-ports = 30000-30009")
                .contains("# from EPHEMERAL_FTP_HOME\nhome = /srv/ftp");

        Program wrong = Docker.run("run", "--rm", image, "clinet");
        assertThat(wrong.status()).as(wrong.toString()).isEqualTo(2);
        assertThat(wrong.err()).contains("clinet");
    }

    @Test
    @Execution(CONCURRENT)
    void theServersClassesAreMappedFromTheArchive() throws IOException, InterruptedException {
        String option = "--env=JAVA_OPTS=-Xlog:class+load";
        String loaded = Docker.ok("run", "--rm", option, TestImage.name(), "--version");
        assertThat(loaded.lines().filter(line -> line.contains(" org.ephemeralftp.server.cli.Main ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }

    @Test
    @Execution(CONCURRENT)
    void theRuntimeHasWhatTlsNeeds() throws IOException, InterruptedException {
        try (ImageContainer container = ImageContainer.start(List.of(), "--user=u=p", "--tls=required")) {
            container.awaitLog("ready ftp://");
            String address = container.inspect("{{.NetworkSettings.IPAddress}}");
            String tour = Docker.ok(
                    "run",
                    "--rm",
                    TestImage.name(),
                    "client",
                    "tour",
                    address,
                    "--user=u",
                    "--password=p",
                    "--protection=tls",
                    "--insecure");
            assertThat(tour).contains("All bytes matched in all 4 cells.");
        }
    }

    @Test
    @Execution(CONCURRENT)
    void saysSoIfThereIsNoJava() throws IOException, InterruptedException {
        Program run = Docker.run(
                "run", "--rm", "--volume=/dev/null:/opt/ephemeral-ftp/runtime/bin/java", TestImage.name(), "serve");
        assertThat(run.status()).as(run.toString()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("ephemeral-ftp: this image was built on a base without Java")
                .hasLineCount(1);
    }

    @Test
    @Execution(CONCURRENT)
    void theLabelsAreThoseOfTheProject() throws IOException, InterruptedException {
        String version = Files.readString(Jars.root().resolve("pom.xml"))
                .replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertThat(Docker.ok("image", "inspect", "--format={{json .Config.Labels}}", TestImage.name()))
                .contains("\"org.opencontainers.image.title\":\"Ephemeral FTP\"")
                .contains("\"org.opencontainers.image.licenses\":\"Apache-2.0\"")
                .contains("\"org.opencontainers.image.version\":\"" + version + "\"")
                .contains("\"org.opencontainers.image.base.name\":\"" + TestImage.base() + "\"");
    }
}
