package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:21",
        "::1, [::1]:21",
        "::, [::]:21",
        "2001:db8::1, [2001:db8::1]:21",
        "2001:db8:0:0:1:0:0:0, [2001:db8:0:0:1::]:21",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:21",
        "1:0:3:4:5:6:7:8, [1:0:3:4:5:6:7:8]:21",
        "10:0:0:30:5:6:7:80, [10::30:5:6:7:80]:21",
    })
    void isWrittenTheUsualWay(String address, String text) throws UnknownHostException {
        InetAddress[] parsed = InetAddress.getAllByName(address);

        assertThat(new Endpoint(parsed[0], 21)).hasToString(text);
    }
}
