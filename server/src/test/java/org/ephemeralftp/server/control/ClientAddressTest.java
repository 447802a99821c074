package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.testing.Machine;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8:0:0:ffff::1, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.2, false",
        "64:ff9b::192.0.2.1, 192.0.2.1, true",
        "64:ff9b:1::192.0.2.1, 64:ff9b:1::192.0.2.2, true",
    })
    void so_far_an_address_stands_for_one_client(String one, String other, boolean same) throws Exception {
        assertThat(ClientAddress.of(Machine.address(one)).equals(ClientAddress.of(Machine.address(other))))
                .isEqualTo(same);
    }
}
