package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import org.ephemeralftp.server.EphemeralFtpServer;

/** What follows from the options does follow from them, and what they say twice is the same twice. */
class PackagingTest {
    private static final Path DIRECTORY = Path.of("packaging");
    private static final String REMEDY = "'mvn -q -pl server -Ppackaging test' writes it anew";

    @Test
    void what_follows_from_the_options_is_up_to_date() throws IOException {
        for (var file : PackagingFiles.texts().entrySet()) {
            Path path = DIRECTORY.resolve(file.getKey());
            assertThat(path).as(REMEDY).isRegularFile();
            assertThat(Files.readString(path)).as("%s: %s", path, REMEDY).isEqualTo(file.getValue());
        }
    }

    @Test
    void every_command_has_a_manual_page_that_was_made_of_its_source() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (var file : PackagingFiles.texts().entrySet()) {
            if (file.getKey().endsWith(".adoc")) {
                Path source = DIRECTORY.resolve(file.getKey());
                Path page = PackagingFiles.manualPage(source);
                assertThat(Files.readString(page))
                        .as("%s: %s", page, REMEDY)
                        .endsWith(PackagingFiles.mark(file.getValue()) + "\n");
                expected.addAll(List.of(
                        source.getFileName().toString(), page.getFileName().toString()));
            }
        }
        try (Stream<Path> pages = Files.list(DIRECTORY.resolve("man"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(expected);
        }
    }

    /** Every line of the example, no more a comment, says what would be so without it. */
    @Test
    void the_example_says_the_defaults(@TempDir Path directory) throws IOException {
        List<String> options = Files.readAllLines(DIRECTORY.resolve("ephemeral-ftp.conf")).stream()
                .filter(line -> line.matches("#[a-z-]+ = .*"))
                .map(line -> line.substring(1))
                .toList();
        CommandLine root = Main.commandLine(Map.of());
        assertThat(options.stream().map(line -> "--" + line.substring(0, line.indexOf(' '))))
                .containsExactlyInAnyOrderElementsOf(PackagingFiles.serve(root).options().stream()
                        .filter(option -> !ConfigListing.defaultOf(option).isEmpty())
                        .filter(option -> !option.usageHelp() && !option.versionHelp())
                        .map(option -> option.longestName())
                        .toList());
        Path file = Files.write(directory.resolve("ftp.conf"), options);

        var plain = ConfigRun.of(Map.of());
        var read = ConfigRun.of(Map.of(), "--config", file.toString());

        assertThat(read.status()).as(read.err()).isZero();
        assertThat(read.values()).isEqualTo(plain.values());
    }

    @Test
    void the_options_and_the_builder_have_the_same_defaults() {
        Serving serving = new Serving();
        new CommandLine(serving).parseArgs("--anonymous");

        var given = serving.options.configure().config();

        var built = EphemeralFtpServer.builder().anonymous(true).build();
        assertThat(given.home().normalize()).isEqualTo(built.home());
        assertThat(given).usingRecursiveComparison().ignoringFields("home").isEqualTo(built);
    }

    @CommandLine.Command
    private static final class Serving {
        @CommandLine.Mixin
        private ServerOptions options = new ServerOptions();
    }
}
