package org.ephemeralftp.docker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemonstrationTest {
    @Test
    void noTourIsWaitedForLongerThanSaid() throws IOException, InterruptedException {
        try (Demonstration demonstration = Demonstration.start()) {
            assertThat(demonstration.tour(true, Duration.ZERO)).isEmpty();
        }
    }
}
