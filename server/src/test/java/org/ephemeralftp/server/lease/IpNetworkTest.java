package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
        "192.0.2.7, 192.0.2.7, 192.0.2.8",
        "192.0.2.99/30, 192.0.2.96, 192.0.2.100",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::1, 2001:db8::1, 2001:db8::2",
        "fe80::/10, fe80::1%1, fec0::1",
        "0.0.0.0/0, 255.255.255.255, ::1",
        "::/0, 2001:db8::1, 127.0.0.1",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.0.0.0",
        "::ffff:10.0.0.1, 10.0.0.1, 10.0.0.2",
    })
    void a_network_contains_the_addresses_with_its_prefix(String network, String inside, String outside)
            throws Exception {
        IpNetwork parsed = IpNetwork.parse(network);
        assertThat(parsed.contains(InetAddress.getByName(inside))).isTrue();
        assertThat(parsed.contains(InetAddress.getByName(outside))).isFalse();
    }

    @Test
    void host_bits_do_not_matter() {
        assertThat(IpNetwork.parse(" 10.1.2.3/8 "))
                .isEqualTo(IpNetwork.parse("10.0.0.0/8"))
                .hasToString("10.0.0.0/8");
        assertThat(IpNetwork.parse("2001:db8::1/32")).isEqualTo(IpNetwork.parse("2001:db8::/32"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "example.org/24",
                "localhost",
                "10.0.0/8",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/8/8",
                "10.0.0.0/+8",
                "256.0.0.1",
                "999.1.1.1/8",
                "1.2.3.4:",
                ".:",
                ":::::",
                "fe80::1%eth0/64",
                "[::1]",
                "12345::/16",
            })
    void what_is_not_a_network_is_rejected_without_a_lookup(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("'" + text + "' is not a network: write it as");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33, 0 to 32", "2001:db8:0:0:0:0:0:1/129, 0 to 128", "10.0.0.0/-1, 0 to 32"})
    void a_prefix_must_fit_the_address(String text, String valid) {
        assertThatThrownBy(() -> IpNetwork.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(valid);
    }
}
