package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A live view that cannot be ends the start with one line and status 2, and its firewall rule is there if it is wanted. */
@Timeout(60)
class ServeAdminTest {
    @TempDir
    private Path directory;

    private String refusal(String... arguments) {
        return ServeRefusal.of(
                List.of("--passive-ports=24560-24561", "--anonymous", "--home=" + directory.resolve("home")),
                List.of(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--admin-port=http | --max-sessions=9 | --admin-port: 'http' is not a port",
                "--admin-address=0.0.0.0 | --admin-port=0 | --admin-address 0.0.0.0 can be reached from other machines",
                "--admin-address=192.0.2.1 | --max-sessions=9 | --admin-address means nothing without --admin-port",
                "--admin-token-file=t | --max-sessions=9 | --admin-token-file means nothing without --admin-port",
                "--admin-token-file=/none/t | --admin-port=0 | --admin-token-file /none/t cannot be read",
                "--active-ports=24563 | --admin-port=24563 | --active-ports contains 24563, which is --admin-port",
            })
    void options_that_cannot_be_meant_are_named(String first, String second, String message) {
        assertThat(refusal(first, second)).contains(message);
    }

    private static String firewall(String... more) {
        StringWriter out = new StringWriter();
        List<String> all =
                new ArrayList<>(List.of("firewall", "--format=nftables", "--port=21", "--passive-ports=50000-50009"));
        all.addAll(List.of(more));
        assertThat(Main.commandLine().setOut(new PrintWriter(out)).execute(all.toArray(String[]::new)))
                .isZero();
        return out.toString();
    }

    @Test
    void firewall_rules_open_it_only_if_it_is_for_other_machines() throws Exception {
        String token = "--admin-token-file=" + Files.writeString(directory.resolve("t"), "0123456789abcdef");
        assertThat(firewall("--admin-port=8080")).doesNotContain("8080");
        assertThat(firewall("--admin-port=8080", "--admin-address=0.0.0.0", token))
                .containsPattern("live view over HTTP[^\n]*\n *tcp dport 8080 ct state new accept");
        assertThat(firewall("--admin-port=8080", "--admin-address=192.0.2.1", "--bind-address=192.0.2.2", token))
                .contains("The live view stays closed: it is at 192.0.2.1")
                .doesNotContain("8080");
        assertThat(firewall(
                        "--admin-port=8080", "--admin-address=0.0.0.0", token, "--side=client", "--server=192.0.2.2"))
                .doesNotContain("8080");
    }
}
