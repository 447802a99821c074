package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.docker.testing.Jars;
import org.ephemeralftp.docker.testing.LabRequires;
import org.ephemeralftp.docker.testing.Program;

/** The example rulesets, as a user runs them: every kind of firewall that FTP is known to meet. */
@Timeout(300)
class ScenariosIT {
    private static final Path ALL = Jars.root().resolve("docker/scenarios");
    /** The last one is of IPv6 without ICMPv6. */
    private static final int ROWS_OF_THE_TRUTH_TABLE = 22;

    /** All data ports are taken: no rule of a firewall has to do with it. */
    private static final int NO_FIREWALL = 8;

    /** What engineers get wrong most, and what the diagnosis must say first. */
    private static final Map<String, String> WRONG_ON_PURPOSE = Map.of(
            "07-passive-ports-partly-open", "passive-ports-partly-open",
            "04-helper-and-tls", "helper-cannot-read-tls",
            "22-icmpv6-dropped", "icmpv6-blocked",
            "14b-passive-ports-forwarded-elsewhere", "passive-ports-not-forwarded",
            "11c-active-client-without-related", "related-not-accepted");

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() throws IOException, InterruptedException {
        LabRequires.helper();
    }

    static List<String> names() throws IOException {
        try (Stream<Path> directories = Files.list(ALL)) {
            return directories
                    .filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Two at a time: most of it is waiting, and each has a network of its own. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("names")
    void isDiagnosed(String name) throws IOException, InterruptedException {
        Path scenario = ALL.resolve(name);
        Program lab = Program.run(
                directory,
                Jars.command(
                        Jars.lab(),
                        "run",
                        "--config",
                        scenario.resolve("lab.conf").toString(),
                        "--format=json"));

        assertThat(lab.status()).as(lab.toString()).isZero();
        LabFindings found = LabFindings.of(lab.out());
        try {
            found.everythingWorksWithoutRules();
            found.everyCellIsJudged(scenario);
            found.causesAre(scenario);
            found.everyDenialIsCounted();
            found.everyMarkedRuleIsMet(scenario);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n\n" + lab, e);
        }
    }

    /** What they name, {@link #isDiagnosed} compares with what the lab says. */
    @Test
    void theFiveFaultsAreAmongThem() throws IOException {
        for (Map.Entry<String, String> fault : WRONG_ON_PURPOSE.entrySet()) {
            Path scenario = ALL.resolve(fault.getKey());

            assertThat(LabFindings.lines(scenario.resolve("causes")).values())
                    .as(fault.getKey())
                    .isNotEmpty()
                    .allSatisfy(causes -> assertThat(causes.split(",", -1)[0]).isEqualTo(fault.getValue()));
        }
    }

    @Test
    void everyRowHasAScenario() throws IOException {
        List<Integer> rows = names().stream()
                .map(each -> Integer.valueOf(each.substring(0, 2)))
                .distinct()
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS_OF_THE_TRUTH_TABLE)
                        .filter(row -> row != NO_FIREWALL)
                        .boxed()
                        .toList());
    }
}
