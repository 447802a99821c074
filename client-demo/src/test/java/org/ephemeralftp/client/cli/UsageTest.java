package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tour|HOST[:PORT] is missing",
                "tour localhost:99999|HOST[:PORT]: port 99999 is not between 1 and 65535",
                "tour ::1|needs brackets",
                "tour localhost --mode pas|'--mode' (MODE): 'pas' is not one of pasv, epsv, port, eprt",
                "tour localhost --family ipv5|'ipv5' is not one of ipv4, ipv6",
                "tour localhost --family ipv6 --mode pasv,port|--mode pasv,port is empty",
                "tour [::1] --mode pasv|--mode pasv is empty",
                "tour localhost --size 5x|'--size': '5x' is not a whole number of bytes from 0 to 1073741824",
                "tour localhost --size -1|'-1' is not a whole number",
                "tour localhost --timeout 0|'0' is not a whole number of seconds from 1 to 3600",
                "tour localhost --timeout|Missing required parameter for option '--timeout' (SECONDS)",
                "tour localhost --user demo|--user 'demo' needs a password: give --password",
                "sweep|HOST[:PORT] is missing",
                "sweep localhost --ports 5-x|'--ports': '5-x' is not a set of ports from 1 to 65535",
                "sweep localhost --ports 9-5|'9-5' is not a set of ports",
                "sweep localhost --sessions 0|'0' is not a whole number of sessions from 1 to 256",
                "sweep localhost --mode port|--mode port has no passive ports; valid: pasv, epsv",
                "sweep localhost --protection ssl|'ssl' is not one of plain, tls",
                "sweep localhost --connect-timeout 1|'1' is not a whole number of seconds from 2 to 3600",
                "sweep localhost --time-limit 0|'0' is not a whole number of seconds from 1 to 3600",
                "sweep localhost --svg /no/where.svg|--svg /no/where.svg cannot be written",
                "sweep localhost --format xml|'xml' is not one of text, json",
                "tour localhost --protection ssl|'ssl' is not one of plain, tls",
                "tour ftps://localhost --protection plain|--protection plain contradicts ftps://",
                "tour localhost --svg missing/tour.svg|'missing/tour.svg' is no file in a directory that is there",
                "tour localhost --svg -|'-' is no file",
                "tour localhost --json .|'.' is no file in a directory",
                "tour localhost --frobnicate|unknown option --frobnicate",
                "frobnicate|'frobnicate' is not a command; valid:",
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments, String message) {
        Invocation result = Invocation.of(Map.of(), arguments.split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .contains(message)
                .contains("--help");
    }

    @ParameterizedTest
    @CsvSource({
        "tour localhost --pasword=hunter2",
        "tour localhost --password my hunter2",
        "tour ftp://demo:hunter2@localhost",
        "tour demo:hunter2@localhost:21",
    })
    void aMistypedPasswordIsNotRepeated(String arguments) {
        Invocation result = Invocation.of(Map.of(), arguments.split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).doesNotContain("hunter2");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Invocation result = Invocation.of(Map.of());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("Usage: ephemeral-ftp-client").contains("tour");
    }

    @Test
    void helpOfTheSweepFitsATerminal() {
        Invocation result = Invocation.of(Map.of(), "sweep", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out()).contains("--ports", "--time-limit", "Exit status");
    }

    @Test
    void helpFitsATerminal() {
        Invocation result = Invocation.of(Map.of(), "tour", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out()).contains(ConnectOptions.PASSWORD_VARIABLE, "--read-only", "Exit status");
    }

    @Test
    void tellsItsVersion() {
        assertThat(Invocation.of(Map.of(), "--version").out()).startsWith("ephemeral-ftp-client ");
    }
}
