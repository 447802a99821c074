package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerCheckTest {
    private static ClientKey key(PeerCheck check, String address) throws Exception {
        return check.keyOf(InetAddress.getByName(address));
    }

    @Test
    void on_means_that_every_address_is_a_client() throws Exception {
        PeerCheck check = PeerCheck.parse("on");
        assertThat(check).isEqualTo(PeerCheck.on()).hasToString("on");
        assertThat(check.enabled()).isTrue();
        assertThat(key(check, "192.0.2.1")).isEqualTo(key(check, "192.0.2.1")).isNotEqualTo(key(check, "192.0.2.2"));
        assertThat(key(check, "192.0.2.1")).hasToString("192.0.2.1");
    }

    @Test
    void off_means_that_everybody_is_the_same_client() throws Exception {
        PeerCheck check = PeerCheck.parse(" off ");
        assertThat(check).isEqualTo(PeerCheck.off()).hasToString("off");
        assertThat(check.enabled()).isFalse();
        assertThat(key(check, "192.0.2.1")).isEqualTo(key(check, "::1")).hasToString("anyone");
    }

    @Test
    void a_network_is_one_client_and_the_first_match_wins() throws Exception {
        PeerCheck check = PeerCheck.parse("10.1.0.0/16, 10.0.0.0/8,2001:db8::/32");
        assertThat(check).hasToString("10.1.0.0/16,10.0.0.0/8,2001:db8:0:0:0:0:0:0/32");
        assertThat(PeerCheck.parse(check.toString())).isEqualTo(check).hasSameHashCodeAs(check);
        assertThat(key(check, "10.1.2.3")).isEqualTo(key(check, "10.1.9.9")).hasToString("10.1.0.0/16");
        assertThat(key(check, "10.2.2.3")).hasToString("10.0.0.0/8");
        assertThat(key(check, "2001:db8::1")).isEqualTo(key(check, "2001:db8:1::"));
        assertThat(key(check, "192.0.2.1")).isEqualTo(new ClientKey.Address(InetAddress.getByName("192.0.2.1")));
        assertThat(PeerCheck.networks(List.of())).isEqualTo(PeerCheck.on());
    }

    @Test
    void one_link_local_address_on_two_links_is_two_clients() throws Exception {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();
        ClientKey here = PeerCheck.on().keyOf(Inet6Address.getByAddress(null, bytes, 1));
        ClientKey again = PeerCheck.on().keyOf(Inet6Address.getByAddress(null, bytes, 1));
        ClientKey there = PeerCheck.on().keyOf(Inet6Address.getByAddress(null, bytes, 2));
        assertThat(here).isEqualTo(again).hasSameHashCodeAs(again).isNotEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ON", "yes", "10.0.0.0/8,", "on,10.0.0.0/8", "10.0.0.0/8;11.0.0.0/8", "example.org"})
    void anything_else_is_rejected_with_what_is_valid(String text) {
        assertThatThrownBy(() -> PeerCheck.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8")
                .hasMessageContaining("on, off");
    }
}
