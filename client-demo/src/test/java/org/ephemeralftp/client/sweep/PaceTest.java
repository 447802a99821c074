package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now = -5_000_000_000L;

    @Test
    void triesAreMoreThanASecondApartAndTheFirstOneWaitsToo() {
        Pace pace = new Pace(() -> now);

        assertThat(pace.toWait()).isEqualTo(Pace.BETWEEN).isGreaterThan(Duration.ofSeconds(1));
        now += Pace.BETWEEN.toNanos();
        assertThat(pace.toWait()).isZero();
        pace.begins();
        now += Duration.ofMillis(300).toNanos();
        assertThat(pace.toWait()).isEqualTo(Pace.BETWEEN.minusMillis(300));
        now += Duration.ofSeconds(9).toNanos();
        assertThat(pace.toWait()).isZero();
    }

    @Test
    void whatWouldBeCutShortIsNotBegun() {
        TimeLimit time = new TimeLimit(() -> now, Duration.ofSeconds(10));

        now += Duration.ofSeconds(8).toNanos();
        assertThat(time.leaves(Duration.ofSeconds(2))).isTrue();
        assertThat(time.leaves(Duration.ofMillis(2_001))).isFalse();
        assertThat(time.isOver()).isFalse();
        now += Duration.ofSeconds(3).toNanos();
        assertThat(time.isOver()).isTrue();
        assertThat(time.spent()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void theEndIsTheEndOfAllPauses() {
        TimeLimit time = new TimeLimit(() -> now, Duration.ofSeconds(10));

        time.end();
        time.pause(Duration.ofDays(1));

        assertThat(time.isOver()).isTrue();
    }
}
