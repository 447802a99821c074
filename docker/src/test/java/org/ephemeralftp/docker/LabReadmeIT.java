package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;

/** The commands of the lab, and of the server that prints rules, as README has them. */
class LabReadmeIT {
    private static final Pattern LAB =
            Pattern.compile("(?m)^sudo java -jar docker/target/ephemeral-ftp-lab\\.jar (run .*)$");
    private static final Pattern FIREWALL =
            Pattern.compile("(?m)^java -jar server/target/ephemeral-ftp-server\\.jar (firewall .*)$");
    private static final int NOT_AS_IT_SHOULD_BE = 1;

    @TempDir
    Path directory;

    @Test
    void aScenarioShowsWhatREADMEShows() throws IOException, InterruptedException {
        LabRequires.all();
        String readme = readme();
        String command = only(LAB, readme, "--config");
        String shown =
                readme.split("```text\ncell             without rules", 2)[1].split("```", 2)[0];

        Program run = lab(command);

        assertThat(run.out()).contains("some of the passive ports are open and others are not");
        shown.lines()
                .filter(line -> line.startsWith("  3000") || line.contains(" packets: tcp dport 1024"))
                .map(line -> line.replaceFirst("^.* packets: ", ""))
                .forEach(line -> assertThat(run.out()).contains(line));
    }

    @Test
    void rulesOfYourOwnAreComparedWithWhatYouExpect() throws IOException, InterruptedException {
        LabRequires.all();
        Files.writeString(directory.resolve("my.nft"), """
                table inet filter {
                    chain input {
                        type filter hook input priority filter;
                        tcp dport 50000-50009 drop
                    }
                }
                """);
        Files.writeString(directory.resolve("my.expect"), "pasv.* = timed-out at data-connect\nport.plain.* = ok\n");

        Program run = lab(only(LAB, readme(), "--expect") + " --mode pasv,port --protection plain --family ipv4 --tries 1 --no-sweep");

        assertThat(run.status()).as(run.toString()).isZero();
        assertThat(run.out()).contains("<testsuite");
    }

    @Test
    void rulesForAConfigurationArePrinted() throws IOException, InterruptedException {
        List<String> commands = commands(FIREWALL, readme());
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            Program program = Program.run(directory, Jars.command(Jars.server(), command.split(" ", -1)));

            assertThat(program.status()).as(program.toString()).isZero();
            assertThat(program.out()).contains("50000").contains("50009");
        }
    }

    private Program lab(String command) throws IOException, InterruptedException {
        String here = command.replace(
                "docker/scenarios", Jars.root().resolve("docker/scenarios").toString());
        Program run = Program.run(directory, Jars.command(Jars.lab(), here.split(" ", -1)));
        assertThat(run.status()).as(run.toString()).isBetween(0, NOT_AS_IT_SHOULD_BE);
        return run;
    }

    private static String only(Pattern pattern, String readme, String option) {
        List<String> commands = commands(pattern, readme).stream()
                .filter(command -> command.contains(option))
                .toList();
        assertThat(commands).as(option).hasSize(1);
        return commands.get(0);
    }

    private static List<String> commands(Pattern pattern, String readme) {
        return pattern.matcher(readme).results().map(each -> each.group(1)).toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Jars.root().resolve("README.md"));
    }
}
