package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServeProxyProtocolTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0/0          | 0.0.0.0/0' trusts everybody, or as good as that, and then any client could claim any address",
                "10.0.0.0/8,::/0    | trusts everybody",
                "proxy.example.org  | proxy.example.org' is not a network: write it as 192.0.2.0/24",
            })
    void proxies_that_cannot_be_meant_end_the_start_with_one_line(String value, String message) {
        assertThat(ServeRefusal.of(
                        List.of("--anonymous", "--home=" + directory.resolve("home")),
                        List.of("--proxy-protocol=" + value)))
                .contains("--proxy-protocol: ")
                .contains(message);
    }
}
