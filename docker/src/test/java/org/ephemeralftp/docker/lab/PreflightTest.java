package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PreflightTest {
    @Test
    void theWayThroughAContainerIsTheReadmes() throws IOException {
        assertThat(Files.readAllLines(Path.of("../README.md")))
                .contains(Preflight.IN_A_CONTAINER.replaceFirst("^in a container: ", ""));
    }
}
