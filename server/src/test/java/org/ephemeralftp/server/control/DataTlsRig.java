package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.testing.DataMode;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.tls.SessionReuse;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

/** Servers whose data connections have TLS. */
final class DataTlsRig {
    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";

    private DataTlsRig() {}

    static ServerConfigBuilder builder(Path home, String ports, TlsMode mode, SessionReuse sessionReuse) {
        return EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(ports)
                .home(home)
                .user("u", "p")
                .tls(TlsConfig.builder().mode(mode).sessionReuse(sessionReuse).build());
    }

    static EphemeralFtpServer start(Path home, String ports) throws IOException {
        return builder(home, ports, TlsMode.OPTIONAL, SessionReuse.PREFER).start();
    }

    /** Each version of TLS, over a passive and an active data connection. */
    static Stream<Arguments> versionsAndModes() {
        return Stream.of(TLS_1_2, TLS_1_3)
                .flatMap(version -> Stream.of(DataMode.EPSV, DataMode.PORT).map(mode -> Arguments.of(version, mode)));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** No data connection is left, and nothing that works for one. */
    static void assertNothingIsLeft(EphemeralFtpServer server) {
        await().untilAsserted(() -> {
            assertThat(server.snapshot().counts().connected()).isZero();
            assertThat(server.snapshot().leases()).isEmpty();
            assertThat(Machine.busyThreads()).isEmpty();
        });
    }
}
