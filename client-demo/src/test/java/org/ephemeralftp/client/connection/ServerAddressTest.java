package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ftp.example.org, ftp.example.org, 21",
        "localhost:2121, localhost, 2121",
        "192.0.2.1:65535, 192.0.2.1, 65535",
        "[2001:db8::1], 2001:db8::1, 21",
        "[::1]:2121, ::1, 2121",
        "[fe80::1%eth0]:2121, fe80::1%eth0, 2121",
        "ftp://localhost:2121, localhost, 2121",
        "FTP://[::1]:2121/, ::1, 2121",
        "ftp://ftp.example.org/, ftp.example.org, 21",
    })
    void readsWhatAPersonTypes(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "ftps://localhost:2121, localhost, 2121, ftps://localhost:2121",
        "FTPS://[::1]/, ::1, 990, ftps://[::1]:990",
    })
    void knowsImplicitTls(String text, String host, int port, String shown) {
        ServerAddress address = ServerAddress.parse(text);

        assertThat(address).isEqualTo(new ServerAddress(host, port, true)).isNotEqualTo(new ServerAddress(host, port));
        assertThat(address).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":21",
                "host:",
                "host:0",
                "host:65536",
                "host:x",
                "host:99999999999",
                "::1",
                "[::1",
                "[::1]x",
                "[host]:21",
                "host:21/path",
                "ftp+tls://host",
                "ho st",
                "host:21:22",
                "[::1]21"
            })
    void rejectsTheRest(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverRepeatsALogin() {
        assertThatThrownBy(() -> ServerAddress.parse("ftp://demo:hunter2@host"))
                .hasMessageContaining("--password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void knowsTheFamilyOfALiteral() {
        assertThat(ServerAddress.parse("[::1]").literalFamily()).contains(AddressFamily.IPV6);
        assertThat(ServerAddress.parse("127.0.0.1").literalFamily()).contains(AddressFamily.IPV4);
        assertThat(ServerAddress.parse("localhost").literalFamily()).isEmpty();
    }
}
