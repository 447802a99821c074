package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataModeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "PORT 192.0.2.7 2121 192,0,2,7,8,73",
                "PORT 192.0.2.7 255 192,0,2,7,0,255",
                "EPRT 192.0.2.7 2121 |1|192.0.2.7|2121|",
                "EPRT 2001:db8::7 65535 |2|2001:db8::7|65535|",
                "EPRT fe80::1%1 2121 |2|fe80::1|2121|"
            })
    void tellsWhereTheClientListens(DataMode mode, String address, int port, String argument) throws Exception {
        assertThat(mode.argument(new Endpoint(InetAddress.getByName(address), port)))
                .isEqualTo(argument);
    }

    @Test
    void aPassiveModeTellsNothing() throws Exception {
        Endpoint bound = new Endpoint(InetAddress.getByName("192.0.2.7"), 2121);

        assertThatIllegalStateException().isThrownBy(() -> DataMode.EPSV.argument(bound));
    }
}
