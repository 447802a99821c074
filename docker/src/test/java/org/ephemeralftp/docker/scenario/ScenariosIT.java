package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.docker.testing.Jars;

/** Our client's probe against our server, jar against jar, through every kind of firewall that FTP is known to meet. */
class ScenariosIT {
    private static final int ROWS_OF_THE_TRUTH_TABLE = 21;

    @TempDir
    Path directory;

    @BeforeAll
    static void requireAll() throws IOException, InterruptedException {
        Lab.requireAll();
        Rules.requireHelper();
    }

    static Stream<Scenario> scenarios() throws IOException {
        return Scenario.all(Jars.root().resolve("docker/src/test/resources/scenarios")).stream();
    }

    /** Two at a time: most of it is waiting, and each has a network of its own. */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("scenarios")
    void isDiagnosed(Scenario scenario) throws IOException, InterruptedException {
        try (Lab lab = Lab.build(directory, scenario.plan());
                Play play = new Play(scenario, lab, directory)) {
            play.controlRun();
            play.setUp();
            play.probes();
            play.everyCounterMoved();
        }
    }

    @Test
    void everyRowHasAScenario() throws IOException {
        List<Integer> rows = scenarios().map(Scenario::row).distinct().toList();

        assertThat(rows)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS_OF_THE_TRUTH_TABLE)
                        .boxed()
                        .toList());
    }
}
