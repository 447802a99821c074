package org.ephemeralftp.client.load;

import org.HdrHistogram.AbstractHistogram;

/**
 * How a number that was measured again and again is distributed, to three digits. The unit is its user's.
 *
 * @param count how often it was measured; if 0, the rest is 0
 * @param p50 half of them are not above it
 * @param p90 nine of ten are not above it
 * @param p99 99 of 100 are not above it
 * @param p999 999 of 1,000 are not above it
 */
public record Percentiles(long count, long p50, long p90, long p99, long p999, long max) {
    static Percentiles of(AbstractHistogram measured) {
        return new Percentiles(
                measured.getTotalCount(),
                measured.getValueAtPercentile(50),
                measured.getValueAtPercentile(90),
                measured.getValueAtPercentile(99),
                measured.getValueAtPercentile(99.9),
                measured.getMaxValue());
    }
}
