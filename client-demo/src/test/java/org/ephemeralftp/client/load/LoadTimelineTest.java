package org.ephemeralftp.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadTimelineTest {
    private final AtomicLong now = new AtomicLong(1_234_567);
    private final LoadTimeline timeline = new LoadTimeline(now::get);

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void averagesAreOverTimeAndTheMostIsAtOnce() {
        timeline.leases(1);
        timeline.leases(1);
        pass(1);
        timeline.leases(-2);
        timeline.connections(1);
        pass(4);
        timeline.transferred();

        Sample first = timeline.samples().get(0);
        assertThat(first.at()).isZero();
        assertThat(first.leases()).isCloseTo(0.4, within(1e-9));
        assertThat(first.mostLeases()).isEqualTo(2);
        assertThat(first.connections()).isCloseTo(0.8, within(1e-9));
        assertThat(first.mostConnections()).isEqualTo(1);
    }

    @Test
    void whatStaysOpenCountsInEveryStretch() {
        timeline.connections(3);
        pass(20);
        timeline.connections(-3);
        pass(5);
        timeline.transferred();

        assertThat(timeline.samples()).extracting(Sample::mostConnections).containsExactly(3, 3, 3, 3, 3);
        assertThat(timeline.samples()).extracting(Sample::connections).containsExactly(3.0, 3.0, 3.0, 3.0, 0.0);
    }

    @Test
    void itBeginsWithTheFirstEvent() {
        pass(60_000);
        timeline.asked();
        pass(7);
        timeline.transferred();

        assertThat(timeline.length()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void aLongLoadHasNoMoreStretchesAndLosesNothing() {
        timeline.connections(2);
        for (int i = 0; i < 100_000; i++) {
            pass(7);
            timeline.transferred();
        }

        List<Sample> samples = timeline.samples();
        assertThat(samples).hasSizeBetween(LoadTimeline.MOST_STRETCHES / 2, LoadTimeline.MOST_STRETCHES);
        double width = samples.get(1).at().toNanos() / 1e9;
        double counted =
                samples.stream().mapToDouble(Sample::transfersPerSecond).sum() * width;
        assertThat(counted).isCloseTo(100_000, within(100_000.0 / samples.size()));
        assertThat(samples).allSatisfy(each -> assertThat(each.connections()).isCloseTo(2, within(1e-6)));
    }

    @Test
    void nothingHasNoSamples() {
        assertThat(timeline.samples()).isEmpty();
        assertThat(timeline.length()).isZero();
    }
}
