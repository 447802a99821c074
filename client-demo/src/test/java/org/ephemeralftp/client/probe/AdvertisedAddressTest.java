package org.ephemeralftp.client.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.client.connection.Endpoint;

class AdvertisedAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 50000, 203.0.113.10, ''",
        "203.0.113.10, 50000, 203.0.113.10, names no other address",
        "0.0.0.0, 50000, 203.0.113.10, names no other address",
        "10.1.2.3, 1023, 203.0.113.10, port 1023 is one of services",
        "10.1.2.3, 1024, 203.0.113.10, ''",
        "224.0.0.1, 50000, 203.0.113.10, 224.0.0.1 is the address of many machines",
        "255.255.255.255, 50000, 203.0.113.10, the address of many machines",
        "127.0.0.1, 50000, 203.0.113.10, 127.0.0.1 is this machine itself",
        "127.0.0.2, 50000, 127.0.0.1, ''",
        "169.254.169.254, 50000, 203.0.113.10, own network only",
        "169.254.3.4, 50000, 169.254.1.2, ''"
    })
    void whatDataConnectionsDoNotGoToIsNotTried(String said, int port, String server, String why)
            throws UnknownHostException {
        Endpoint endpoint = new Endpoint(InetAddress.getByName(said), port);

        String found = AdvertisedAddress.whyNotTried(endpoint, InetAddress.getByName(server))
                .orElse("");

        assertThat(found).contains(why);
        assertThat(found.isEmpty()).isEqualTo(why.isEmpty());
    }
}
