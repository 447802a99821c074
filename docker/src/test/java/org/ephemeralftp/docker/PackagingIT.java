package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** The server as a service: what {@code server/packaging} installs, below a directory of the test. */
class PackagingIT {
    /** Of 10, in tenths. The unit is at 1.7; 2.0 is where systemd's "OK" is still far from "exposed". */
    private static final String MOST_EXPOSURE = "20";

    private static final Path PACKAGING = Jars.root().resolve("server/packaging");

    @TempDir
    Path directory;

    private Path root = Path.of("");

    @BeforeEach
    void install() throws IOException, InterruptedException {
        root = Files.createDirectory(directory.resolve("root"));
        ok(
                "env",
                "DESTDIR=" + root,
                "PREFIX=/usr",
                "sh",
                PACKAGING.resolve("install.sh").toString());
    }

    private Program ok(String... command) throws IOException, InterruptedException {
        Program program = Program.run(directory, command);
        assertThat(program.status()).as(program.toString()).isZero();
        return program;
    }

    private Path unit() {
        return root.resolve("usr/lib/systemd/system/ephemeral-ftp.service");
    }

    private Program verify() throws IOException, InterruptedException {
        return Program.run(directory, "systemd-analyze", "verify", "--man=no", "--root=" + root, unit().toString());
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws IOException, InterruptedException {
        Requires.program("systemd-analyze");
        // What the unit wants of the system.
        for (String target : List.of("network-online", "sysinit", "basic", "shutdown", "multi-user")) {
            Files.writeString(unit().resolveSibling(target + ".target"), "[Unit]\nDescription=" + target + "\n");
        }
        Program verify = verify();
        assertThat(verify.status()).as(verify.toString()).isZero();
        assertThat(verify.output()).isEmpty();

        // And it would find it.
        Files.delete(root.resolve("usr/bin/ephemeral-ftp-server"));
        assertThat(verify().output()).contains("ephemeral-ftp-server");
        Files.writeString(unit(), Files.readString(unit()).replace("PrivateTmp=", "PrivateTemp="));
        assertThat(verify().output()).contains("PrivateTemp");
    }

    @Test
    void theUnitExposesLittle() throws IOException, InterruptedException {
        Requires.program("systemd-analyze");
        ok("systemd-analyze", "security", "--offline=true", "--threshold=" + MOST_EXPOSURE, unit().toString());
    }

    @Test
    void theAccountOfTheServiceCanBeMade() throws IOException, InterruptedException {
        Requires.program("systemd-sysusers");
        Files.createDirectories(root.resolve("etc"));
        ok("systemd-sysusers", "--root=" + root, "ephemeral-ftp.conf");

        assertThat(Files.readString(root.resolve("etc/passwd"))).contains("ephemeral-ftp:", "/var/lib/ephemeral-ftp");
        assertThat(Files.readString(unit())).contains("User=ephemeral-ftp\n");
    }

    @Test
    void whatIsInstalledRunsAndReadsItsConfiguration() throws IOException, InterruptedException {
        Program config = ok(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                root.resolve("usr/bin/ephemeral-ftp-server").toString(),
                "config",
                "--config",
                root.resolve("etc/ephemeral-ftp/ephemeral-ftp.conf").toString());
        assertThat(config.out()).contains("port = 21\n", "passive-ports = iana\n");
        assertThat(config.err()).isEmpty();
    }

    @Test
    void aSecondInstallKeepsTheConfigurationAndUninstallToo() throws IOException, InterruptedException {
        Path config = root.resolve("etc/ephemeral-ftp/ephemeral-ftp.conf");
        Files.writeString(config, "port = 2121\n");
        String script = PACKAGING.resolve("install.sh").toString();

        ok("env", "DESTDIR=" + root, "PREFIX=/usr", "sh", script);
        ok("env", "DESTDIR=" + root, "PREFIX=/usr", "sh", script, "uninstall");

        assertThat(config).hasContent("port = 2121");
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(config);
        }
    }

    @Test
    void theShellCompletesOptions() throws IOException, InterruptedException {
        Requires.program("bash");
        String completion = root.resolve("usr/share/bash-completion/completions/ephemeral-ftp-server")
                .toString();
        Program completed = ok(
                "bash",
                "-c",
                ". '" + completion + "'; COMP_WORDS=(ephemeral-ftp-server serve --passive); COMP_CWORD=2; "
                        + "_complete_ephemeral-ftp-server; echo \"${COMPREPLY[@]}\"");
        assertThat(completed.out().strip()).isEqualTo("--passive-ports");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ephemeral-ftp-server", "install.sh"})
    void scriptsAreForEveryShell(String script) throws IOException, InterruptedException {
        Requires.program("bash");
        ok("sh", "-n", PACKAGING.resolve(script).toString());
        ok("bash", "--posix", "-n", PACKAGING.resolve(script).toString());
    }

    @Test
    void theManualPagesAreClean() throws IOException, InterruptedException {
        Requires.program("man");
        try (Stream<Path> pages = Files.list(root.resolve("usr/share/man/man1"))) {
            for (Path page : pages.toList()) {
                Program man = ok("man", "--warnings", "-l", page.toString());
                assertThat(man.err()).as(page.toString()).isEmpty();
                assertThat(man.out()).contains("NAME", "SYNOPSIS");
            }
        }
    }
}
