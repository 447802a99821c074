package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.docker.testing.Requires;

/**
 * The server under mixed clients, faults and restarts. Here it is a few seconds long; {@code mvn -Psoak -pl docker -am
 * verify} takes half an hour, and {@code -Dsoak.time=2m} says how long.
 */
class SoakIT {
    private static final String TIME = "soak.time";

    @TempDir
    Path directory;

    @Test
    void theLedgerAddsUp() throws Exception {
        for (RealClient client : RealClient.values()) {
            Requires.program(client.program());
        }
        Ledger ledger = new Soak(directory, time()).run();
        System.out.println(ledger);
        assertThat(ledger.discrepancies()).as("what does not add up").isEmpty();
    }

    /** As durations are written elsewhere here: 90s, 2m, 1h. */
    private static Duration time() {
        String text = System.getProperty(TIME, "5s");
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("-D" + TIME + "=" + text + " is no time: write 90s, 30m or 1h", e);
        }
    }
}
