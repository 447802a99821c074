package org.ephemeralftp.server.admin;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** The bounds of a histogram of times, from what is usual to what is in trouble. */
final class Histogram {
    /** The default of {@code --lease-wait} is 2 s. */
    static final Histogram WAIT = new Histogram(1, 5, 10, 50, 100, 250, 500, 1000, 2000, 5000, 10_000, 30_000);

    /** A round trip, up to the default of {@code --lease-timeout}. */
    static final Histogram CONNECT = new Histogram(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000);

    /** From a file of a few bytes to one that takes an hour. */
    static final Histogram TRANSFER =
            new Histogram(1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 60_000, 300_000, 1_800_000, 3_600_000);

    private final List<Duration> bounds;

    private Histogram(long... millis) {
        bounds = LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
    }

    Timer.Builder timer(String name, String description) {
        return Timer.builder(Metrics.PREFIX + name)
                .description(description)
                .serviceLevelObjectives(bounds.toArray(Duration[]::new))
                .minimumExpectedValue(bounds.get(0))
                .maximumExpectedValue(bounds.get(bounds.size() - 1));
    }
}
