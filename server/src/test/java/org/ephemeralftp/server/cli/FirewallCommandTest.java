package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirewallCommandTest {
    private record Run(int status, String out, String err) {}

    private static Run firewall(Map<String, String> environment, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = new String[options.length + 1];
        arguments[0] = "firewall";
        System.arraycopy(options, 0, arguments, 1, options.length);
        int status = Main.commandLine(environment)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Run(status, out.toString(), err.toString());
    }

    /** As with {@code serve}: the flag beats the variable, which beats the file. */
    @Test
    void every_source_of_options_counts(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("ftp.conf"), "port = 2100\npassive-ports = 50000-50003\nactive-ports = 20\n");

        Run run = firewall(
                Map.of("EPHEMERAL_FTP_PORT", "2111", "EPHEMERAL_FTP_PASSIVE_PORTS", "50005"),
                "--format=nftables",
                "--side=router",
                "--server=203.0.113.2",
                "--config=" + file,
                "--port=2121");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("tcp dport 2121 ct state new accept")
                .contains("tcp dport 50005 ct state new accept")
                .contains("tcp sport 20 tcp dport 1024-65535 ct state new accept")
                .doesNotContain("2100", "2111", "50000");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | --format is missing: give one of nftables, iptables, firewalld, ufw, compose",
                "--format=pf | --format: 'pf' is none of nftables, iptables, firewalld, ufw, compose",
                "--format=ufw --side=outside | --side: 'outside' is none of server, router, client",
                "--format=ufw --side=router | --side router is none that --format ufw has",
                "--format=nftables --side=client | --side client needs the server's address",
                "--format=nftables --helper --tls=required | --helper cannot be had with --tls required",
                "--format=nftables --port=99999 | --port: '99999' is not a port",
            })
    void wrong_input_is_one_line_and_status_2(String options, String message) {
        Run run = firewall(Map.of(), options.isEmpty() ? new String[0] : options.split(" ", -1));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1).startsWith("ephemeral-ftp-server: " + message);
    }
}
