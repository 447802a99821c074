package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

class ServerConfigTest {
    private static Stream<BiFunction<ServerConfigBuilder, Duration, ServerConfigBuilder>>
            timesOfTransfersAndSessions() {
        return Stream.of(
                ServerConfigBuilder::connectTimeout,
                ServerConfigBuilder::dataTimeout,
                ServerConfigBuilder::idleTimeout);
    }

    /** Nothing can connect from a port that listens. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50000-50009 | 50005-50020 | 21 | --active-ports and --passive-ports have 50005-50009 in common",
                "50000 | 50000 | 21 | --active-ports and --passive-ports have 50000 in common",
                "50000 | 20-21 | 21 | --active-ports contains 21, which is the control port (--port)",
            })
    void ports_of_different_purposes_are_different(String passive, String active, int control, String message) {
        ServerConfigBuilder builder = EphemeralFtpServer.builder()
                .anonymous(true)
                .port(control)
                .passivePorts(passive)
                .activePorts(active);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(message);
        assertThatNoException().isThrownBy(() -> builder.activePorts("20").build());
        assertThat(builder.activePorts("ephemeral").build().activePorts()).isEqualTo(PortSet.empty());
    }

    @Test
    void the_port_for_implicit_tls_is_another_one_than_the_control_port() {
        ServerConfigBuilder builder = EphemeralFtpServer.builder()
                .anonymous(true)
                .port(990)
                .tls(TlsConfig.builder()
                        .mode(TlsMode.OPTIONAL)
                        .implicitPort(990)
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("--implicit-tls-port and --port are both 990");
        assertThatNoException().isThrownBy(() -> builder.port(21).build());
    }

    @Test
    void the_port_of_the_live_view_is_another_one_than_those_of_control_and_data() {
        ServerConfigBuilder builder = EphemeralFtpServer.builder()
                .anonymous(true)
                .port(2121)
                .passivePorts("8080-8082")
                .admin(AdminConfig.builder().port(2121).build());
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("--admin-port and --port are both 2121");
        builder.admin(AdminConfig.builder().port(8081).build());
        assertThat(builder.build().portsBeside(2121).toString()).isEqualTo("8080,8082");
        builder.passivePorts("8081");
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("The only passive port, 8081, is --admin-port");
    }

    @Test
    void clients_do_not_choose_their_ports_unless_that_is_said() {
        ServerConfigBuilder builder = EphemeralFtpServer.builder().anonymous(true);
        assertThat(builder.build().portChoice()).isFalse();
        assertThat(builder.portChoice(true).build().portChoice()).isTrue();
    }

    @Test
    void active_ports_that_are_none_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EphemeralFtpServer.builder().activePorts("banana"))
                .withMessageContaining("banana")
                .withMessageContaining("; or write ephemeral");
    }

    /** A connect timeout that rounds to 0 ms would be none, and one that overflows would fail the transfer command. */
    @ParameterizedTest
    @MethodSource("timesOfTransfersAndSessions")
    void times_that_cannot_be_kept_are_refused(BiFunction<ServerConfigBuilder, Duration, ServerConfigBuilder> setter) {
        ServerConfigBuilder builder = EphemeralFtpServer.builder();
        for (Duration wrong : new Duration[] {
            Duration.ofSeconds(-1),
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofDays(2),
            Duration.ofSeconds(Long.MAX_VALUE)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.apply(builder, wrong))
                    .withMessageContaining(wrong.toString());
        }
        assertThatNoException().isThrownBy(() -> setter.apply(builder, Duration.ofSeconds(1)));
        assertThatNoException().isThrownBy(() -> setter.apply(builder, Duration.ofDays(1)));
    }
}
