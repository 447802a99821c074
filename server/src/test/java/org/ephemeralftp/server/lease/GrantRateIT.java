package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.ftpserver.impl.PassivePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Grant and release stay cheap however many ports there are; {@link GrantBenchmark} measures how cheap. */
@Timeout(60)
class GrantRateIT {
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int ROUNDS = 15;

    @Test
    void with_many_ports_a_grant_is_many_times_faster_than_from_a_list() throws Exception {
        PassivePorts list = GrantBenchmark.passivePorts(16_384, 0);
        try (PooledGrants pool = new PooledGrants(16_384, 0)) {
            LeaseHolder session = pool.open();
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                // Taking turns, so that a busy moment of the machine meets both.
                double pooled = rate(() -> pool.grantAndRelease(session));
                double listed = rate(() -> {
                    int port = list.reserveNextPort();
                    list.releasePort(port);
                    return port;
                });
                ratios[i] = pooled / listed;
            }
            Arrays.sort(ratios);
            // The margin is wide: what is wanted is much more, but this has to hold on any busy machine.
            assertThat(ratios[ROUNDS / 2])
                    .as("times the rate of the list, by round: %s", Arrays.toString(ratios))
                    .isGreaterThan(15);
        }
    }

    private static double rate(Callable<Integer> grant) throws Exception {
        long start = System.nanoTime();
        long elapsed;
        long count = 0;
        do {
            for (int i = 0; i < 100; i++) {
                count += grant.call() > 0 ? 1 : 0;
            }
            elapsed = System.nanoTime() - start;
        } while (elapsed < ROUND_NANOS);
        return (double) count / elapsed;
    }
}
