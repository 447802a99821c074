package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginLimitsTest {
    private final LoginLimits limits = LoginLimits.defaults();

    @Test
    void each_value_is_set_on_its_own() {
        assertThat(limits.withTimeout(Duration.ofSeconds(1))
                        .withDelay(Duration.ofSeconds(2))
                        .withBanAfter(3)
                        .withBanTime(Duration.ofSeconds(4))
                        .withSessionsPerUser(5))
                .isEqualTo(new LoginLimits(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofSeconds(4), 5));
        assertThat(limits.withoutPenalties())
                .isEqualTo(limits.withDelay(Duration.ZERO).withBanAfter(0));
    }

    @Test
    void what_cannot_be_meant_is_refused() {
        Duration negative = Duration.ofMillis(-1);
        Duration twoDays = Duration.ofDays(2);
        refuses("The login timeout must be 1 s to a day, not PT0S", () -> limits.withTimeout(Duration.ZERO));
        refuses("The login timeout must be 1 s to a day, not PT48H", () -> limits.withTimeout(twoDays));
        refuses("The login delay must be 0 to 10 s, not PT-0.001S", () -> limits.withDelay(negative));
        refuses("The login delay must be 0 to 10 s, not PT11S", () -> limits.withDelay(Duration.ofSeconds(11)));
        refuses("The ban time must be 1 s to a day, not PT48H", () -> limits.withBanTime(twoDays));
        refuses("The number of failed logins before a ban must be 0 to 1000000, not -1", () -> limits.withBanAfter(-1));
        refuses(
                "The number of sessions per user must be 0 to 1000000, not 1000001",
                () -> limits.withSessionsPerUser(1_000_001));
    }

    private static void refuses(String message, Runnable setter) {
        assertThatIllegalArgumentException().isThrownBy(setter::run).withMessage(message);
    }
}
