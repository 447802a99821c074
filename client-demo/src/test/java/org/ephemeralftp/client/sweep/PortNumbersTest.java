package org.ephemeralftp.client.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortNumbersTest {

    @Test
    void readsWhatItWrites() {
        PortNumbers numbers = PortNumbers.parse(" 50020, 50000-50009 ,50010,65535");

        assertThat(numbers).hasToString("50000-50010,50020,65535").isEqualTo(PortNumbers.parse(numbers.toString()));
        assertThat(numbers.size()).isEqualTo(13);
        assertThat(numbers.contains(50010)).isTrue();
        assertThat(numbers.contains(50011)).isFalse();
        assertThat(numbers.and(PortNumbers.parse("50009-50030"))).hasToString("50009-50010,50020");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "99999", "5-", "-5", "9-5", "1-2-3", "1,,2", "a", "50000 50009"})
    void saysWhatIsValid(String text) {
        assertThatThrownBy(() -> PortNumbers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a set of ports from 1 to 65535");
    }
}
