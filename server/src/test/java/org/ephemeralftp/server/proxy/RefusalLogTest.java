package org.ephemeralftp.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
    @Test
    void it_has_a_line_now_and_then_with_the_count_of_those_in_between() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
        RefusalLog log = new RefusalLog(now::get);
        assertThat(log.next(() -> "one")).isEqualTo("one");
        assertThat(log.next(() -> "two")).isNull();
        now.addAndGet(RefusalLog.PAUSE.toNanos() - 1);
        assertThat(log.next(() -> "three")).isNull();
        now.incrementAndGet();
        assertThat(log.next(() -> "four")).isEqualTo("four (and 2 more since the last such line)");
        now.addAndGet(RefusalLog.PAUSE.toNanos());
        assertThat(log.next(() -> "five")).isEqualTo("five");
    }
}
