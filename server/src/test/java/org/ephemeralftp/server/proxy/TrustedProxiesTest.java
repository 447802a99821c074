package org.ephemeralftp.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.ephemeralftp.server.proxy.Header.address;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @Test
    void they_are_networks_and_addresses_of_both_families() {
        TrustedProxies proxies = TrustedProxies.parse("10.1.2.0/24, 192.0.2.7 ,2001:db8::/32");
        assertThat(proxies).hasToString("10.1.2.0/24,192.0.2.7/32,2001:db8:0:0:0:0:0:0/32");
        assertThat(TrustedProxies.parse(proxies.toString())).isEqualTo(proxies);
        assertThat(proxies.contains(address("10.1.2.9"))).isTrue();
        assertThat(proxies.contains(address("192.0.2.7"))).isTrue();
        assertThat(proxies.contains(address("2001:db8::1"))).isTrue();
        assertThat(proxies.contains(address("10.1.3.9"))).isFalse();
        assertThat(proxies.contains(address("192.0.2.8"))).isFalse();
        assertThat(proxies.contains(address("::1"))).isFalse();
    }

    @Test
    void as_a_rule_there_are_none() {
        assertThat(TrustedProxies.parse("none"))
                .isEqualTo(TrustedProxies.none())
                .hasToString("none");
        assertThat(TrustedProxies.none().isEmpty()).isTrue();
        assertThat(TrustedProxies.none().contains(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "0.0.0.0/1,128.0.0.0/1", "64.0.0.0/6"})
    void nobody_trusts_everybody(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.parse(text))
                .withMessageContaining("' trusts everybody")
                .withMessageContaining("any client could claim any address")
                .withMessageContaining("such as 10.1.2.0/24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "proxy.example.org", "10.1.2.3,", "10.1.2.3/33", "none,10.1.2.3"})
    void what_is_no_network_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.parse(text))
                .withMessageContaining("is not a network");
    }
}
