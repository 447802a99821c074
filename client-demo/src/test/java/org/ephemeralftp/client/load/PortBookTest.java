package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PortBookTest {
    private final AtomicLong now = new AtomicLong(-5);
    private final PortBook book = new PortBook(now::get);

    private void used(int port, long afterMillis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(afterMillis));
        book.used(port);
    }

    @Test
    void theDistanceIsCountedInUsesOfAnyPort() {
        used(50_000, 0);
        used(50_001, 10);
        used(50_001, 10);
        used(50_000, 10);

        PortUse use = book.report();
        assertThat(use.uses()).containsExactly(entry(50_000, 2L), entry(50_001, 2L));
        assertThat(use.total()).isEqualTo(4);
        assertThat(use.reuseDistance()).isEqualTo(new Percentiles(2, 1, 3, 3, 3, 3));
        // Histograms keep three digits.
        assertThat(use.reuseMicros().p50()).isBetween(9_990L, 10_010L);
        assertThat(use.reuseMicros().max()).isBetween(29_970L, 30_030L);
    }

    @Test
    void thePortAfterTheLastCountsFromTheLastUseNotTheFirst() {
        used(1, 0);
        used(1, 0);
        used(2, 0);
        used(1, 0);

        assertThat(book.report().reuseDistance()).isEqualTo(new Percentiles(2, 1, 2, 2, 2, 2));
    }

    @Test
    void portsThatAreUsedOnceHaveNoDistance() {
        used(1, 0);
        used(2, 0);

        assertThat(book.report().reuseDistance().count()).isZero();
        assertThat(new PortBook(now::get).report().uses()).isEmpty();
    }
}
