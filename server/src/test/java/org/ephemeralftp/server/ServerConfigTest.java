package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigTest {
    private static Stream<BiFunction<ServerConfig.Builder, Duration, ServerConfig.Builder>>
            timesOfTransfersAndSessions() {
        return Stream.of(
                ServerConfig.Builder::connectTimeout,
                ServerConfig.Builder::dataTimeout,
                ServerConfig.Builder::idleTimeout);
    }

    /** A connect timeout that rounds to 0 ms would be none, and one that overflows would fail the transfer command. */
    @ParameterizedTest
    @MethodSource("timesOfTransfersAndSessions")
    void times_that_cannot_be_kept_are_refused(
            BiFunction<ServerConfig.Builder, Duration, ServerConfig.Builder> setter) {
        ServerConfig.Builder builder = EphemeralFtpServer.builder();
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
