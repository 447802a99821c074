package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.ConnectionOutcome;

/** README's example of a probe in a test, which is compiled here and compared with the text. */
class ReadmeTest {
    @Test
    void theExampleIsWhatCompiles() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher example =
                Pattern.compile("(?s)```java\n(ProbeReport report = .*?)```").matcher(readme);
        String own = Files.readString(Path.of("src/test/java/org/ephemeralftp/client/probe/ReadmeTest.java"));

        assertThat(example.find()).isTrue();
        assertThat(words(own)).contains(words(example.group(1)));
    }

    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** Not run: it would ask the name service for a host that is not ours. */
    static void example() {
        ProbeReport report = FtpProbe.to("ftp.example.org", 21)
                .login("demo", "secret")
                .passive()
                .tls()
                .run();
        ProbeAssertions.assertThat(report)
                .cell("pasv.tls.ipv4")
                .failedAt(Phase.DATA_CONNECT)
                .with(ConnectionOutcome.TIMED_OUT)
                .becauseOf(CauseKind.HELPER_CANNOT_READ_TLS);
    }
}
