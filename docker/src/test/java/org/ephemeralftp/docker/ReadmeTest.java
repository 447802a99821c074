package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.docker.testing.Jars;

/** README's Java examples are those that are compiled and run here. */
class ReadmeTest {
    @ParameterizedTest
    @CsvSource({
        "static final FirewallLabExtension LAB, junit/FirewallRulesIT.java",
        "void orders_are_fetched_from_a_container, FtpServerContainerReadmeIT.java"
    })
    void theExampleIsWhatRuns(String beginning, String source) throws IOException {
        String readme = Files.readString(Jars.root().resolve("README.md"));
        int from = readme.indexOf(beginning);
        assertThat(from).as(beginning).isPositive();
        String example = readme.substring(from, readme.indexOf("```", from));

        assertThat(words(Files.readString(Path.of("src/test/java/org/ephemeralftp/docker", source))))
                .contains(words(example));
    }

    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }
}
