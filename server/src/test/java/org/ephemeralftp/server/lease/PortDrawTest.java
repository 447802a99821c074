package org.ephemeralftp.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortDrawTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 1000})
    void every_number_below_the_bound_is_equally_likely(int bound) {
        PortDraw draw = new PortDraw(new SeededRandom(7));
        int[] counts = new int[bound];
        for (int i = 0; i < 100 * bound; i++) {
            counts[draw.below(bound)]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> (count - 100.0) * (count - 100.0) / 100)
                .sum();
        // The mean is bound - 1, the deviation the root of twice that.
        assertThat(chiSquare).isLessThan(bound + 6 * Math.sqrt(2.0 * bound));
    }

    @Test
    void the_whole_range_of_int_is_a_valid_bound() {
        PortDraw draw = new PortDraw(new SeededRandom(7));
        for (int i = 0; i < 1000; i++) {
            assertThat(draw.below(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
        }
    }

    @Test
    void a_number_that_would_be_unfair_is_drawn_again() {
        // 2^32 modulo 3 is 1: of all products with 3 only that of 0 is unfair. The first four bytes are 0.
        SecureRandom zeroFirst = new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0xff);
                Arrays.fill(bytes, 0, 4, (byte) 0);
            }
        };
        assertThat(new PortDraw(zeroFirst).below(3)).isEqualTo(2);
    }

    @Test
    void the_source_is_a_cryptographic_one_that_does_not_repeat_itself() {
        SecureRandom source = PortDraw.defaultSource();
        assertThat(source.nextLong()).isNotEqualTo(PortDraw.defaultSource().nextLong());
        assertThat(source.getAlgorithm()).isNotEqualTo("SHA1PRNG");
    }
}
