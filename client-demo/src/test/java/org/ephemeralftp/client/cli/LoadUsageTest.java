package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LoadUsageTest {
    private final LoadChoices.Bytes bytes = new LoadChoices.Bytes();

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1024,1024",
        "1k,1024",
        "1KiB,1024",
        "100K,102400",
        "1MiB,1048576",
        "3m,3145728",
        "1GiB,1073741824"
    })
    void readsSizes(String value, long expected) {
        assertThat(bytes.convert(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KiB",
                "-1",
                "1.5M",
                "1KB",
                "1kb ",
                "2GiB",
                "1073741825",
                "9999999999G",
                "99999999999",
                "0x10"
            })
    void refusesWhatIsNoSize(String value) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> bytes.convert(value))
                .withMessage("'" + value + "' is not a size from 0 to 1GiB, such as 1024, 100KiB or 1MiB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "load|HOST[:PORT] is missing",
                "load 192.0.2.1|192.0.2.1 is 192.0.2.1, and load goes to loopback addresses only",
                "load 0.0.0.0|loopback addresses only, unless the server is yours and you say so: give --yes-i-own-it",
                "load 127.0.0.1 --sessions 1001|'1001' is not a whole number of sessions from 1 to 1000",
                "load 127.0.0.1 --transfers 0|'0' is not a whole number of transfers from 1 to 1000000",
                "load 127.0.0.1 --size 1KB|'1KB' is not a size",
                "load 127.0.0.1 --mode pas|'pas' is not one of pasv, epsv, port, eprt",
                "load 127.0.0.1 --operation stor|'stor' is not one of upload, download, list",
                "load 127.0.0.1 --format xml|'xml' is not one of text, json",
                "load 127.0.0.1 --time-limit 0|'0' is not a whole number of seconds from 1 to 3600",
                "load [::1] --mode pasv|--mode or --family does not fit",
                "load 127.0.0.1 --png /no/such/place/x.png|'/no/such/place/x.png' is no file in a directory",
                "load 127.0.0.1 --user demo|--user 'demo' needs a password",
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments, String message) {
        Invocation result = Invocation.of(Map.of(), arguments.split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void helpFitsATerminal() {
        Invocation result = Invocation.of(Map.of(), "load", "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out()).contains("--yes-i-own-it", "--png", "Exit status");
    }
}
