package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.HostLookup;

class FtpLoadTest {
    private final FtpLoad load = FtpLoad.to("ftp.example", 1);

    private static HostLookup knows(String... addresses) {
        List<InetAddress> known = new ArrayList<>();
        return host -> {
            for (String each : addresses) {
                known.add(InetAddress.getByName(each));
            }
            return known;
        };
    }

    @Test
    void everyBoundIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load.sessions(1_001))
                .withMessage("sessions 1001 is not between 1 and 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> load.sessions(0));
        assertThatIllegalArgumentException().isThrownBy(() -> load.transfers(1_000_001));
        assertThatIllegalArgumentException().isThrownBy(() -> load.sizes(1, (1L << 30) + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> load.sizes());
        assertThatIllegalArgumentException().isThrownBy(() -> load.modes());
        assertThatIllegalArgumentException().isThrownBy(() -> load.ramp(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> load.timeLimit(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> load.timeLimit(Duration.ofHours(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load.file("a\r\nDELE b"))
                .withMessageContaining("line break");
    }

    @Test
    void anotherMachineIsNotLoadedUnlessItIsOnesOwn() {
        assertThatExceptionOfType(ForeignTargetException.class)
                .isThrownBy(() -> load.lookup(knows("192.0.2.1")).run())
                .withMessageContaining("ftp.example is 192.0.2.1");
    }

    @Test
    void oneAddressOfAnotherMachineIsEnoughToRefuseAlsoIfItWouldNotBeUsed() {
        assertThatExceptionOfType(ForeignTargetException.class)
                .isThrownBy(() -> load.lookup(knows("127.0.0.1", "2001:db8::1"))
                        .families(List.of(AddressFamily.IPV4))
                        .run())
                .withMessageContaining("127.0.0.1, 2001:db8::1");
    }

    @Test
    void theAddressThatWasLookedAtIsTheOneThatIsConnectedTo() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> asked = new ArrayList<>();
        LoadReport report = FtpLoad.to("ftp.example", port)
                .lookup(host -> {
                    asked.add(host);
                    return List.of(InetAddress.getLoopbackAddress());
                })
                .run();

        assertThat(report.end()).isEqualTo(LoadEnd.NOT_BEGUN);
        assertThat(report.note()).startsWith("connect: ");
        assertThat(asked).containsExactly("ftp.example");
    }

    @Test
    void aModeThatNoAddressCarriesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load.lookup(knows("::1"))
                        .modes(DataMode.EPSV, DataMode.PASV)
                        .run())
                .withMessageContaining("PASV and PORT need IPv4");
    }

    @Test
    void aNameNobodyKnowsIsAReport() {
        LoadReport report = load.lookup(host -> {
                    throw new UnknownHostException(host);
                })
                .run();

        assertThat(report.end()).isEqualTo(LoadEnd.NOT_BEGUN);
        assertThat(report.note()).isEqualTo("ftp.example: this name is not known");
        assertThat(report.passed()).isFalse();
        assertThat(report.transfersPerSecond()).isZero();
    }
}
