package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortOriginTest {

    @ParameterizedTest
    @CsvSource({
        "20, 'ftp-data, a system port'",
        "1023, system ports 0-1023",
        "1024, old BSD and Windows 1024-5000",
        "5000, old BSD and Windows 1024-5000",
        "5001, user ports 1024-49151",
        "32767, user ports 1024-49151",
        "32768, Linux 32768-60999",
        "49151, Linux 32768-60999",
        "49152, Linux 32768-60999 or IANA dynamic 49152-65535",
        "60999, Linux 32768-60999 or IANA dynamic 49152-65535",
        "61000, IANA dynamic 49152-65535",
        "65535, IANA dynamic 49152-65535",
    })
    void tellsWhereAPortComesFrom(int port, String origin) {
        assertThat(PortOrigin.describe(port)).isEqualTo(origin);
    }

    @Test
    void readsTheRangeOfTheMachine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("range"), "32768\t60999\n");

        assertThat(EphemeralRange.read(file)).contains(new EphemeralRange(32768, 60999));
    }

    @ParameterizedTest
    @CsvSource({"''", "32768", "a b"})
    void aRangeThatCannotBeReadIsNone(String text, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("range"), text);

        assertThat(EphemeralRange.read(file)).isEmpty();
        assertThat(EphemeralRange.read(directory.resolve("missing"))).isEmpty();
    }
}
