package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "::1", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4 "})
    void hosts_that_227_cannot_tell_are_refused(String host) {
        assertThatThrownBy(() -> Fault.wrongHost(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + host + "'")
                .hasMessageContaining("IPv4");
        assertThatThrownBy(() -> Fault.wrongAddress(host, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void ports_that_are_none_are_refused(int port) {
        assertThatThrownBy(() -> Fault.wrongPort(port))
                .hasMessageContaining(port + "")
                .hasMessageContaining("65535");
    }

    @Test
    void every_port_that_a_reply_can_tell_is_taken() {
        assertThat(List.of(Fault.wrongPort(0), Fault.wrongPort(65535), Fault.wrongAddress("255.0.10.199", 0)))
                .doesNotHaveDuplicates();
    }

    @Test
    void negative_numbers_of_bytes_are_refused() {
        for (LongFunction<Fault> kind :
                List.<LongFunction<Fault>>of(Fault::resetAfter, Fault::stallAfter, Fault::cutControlAfter)) {
            assertThatThrownBy(() -> kind.apply(-1)).hasMessageContaining("-1").hasMessageContaining("0 or more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one\r\n226 two", "one\u0000"})
    void texts_that_are_not_one_line_are_refused(String text) {
        assertThatThrownBy(() -> Fault.noDataPort(text)).hasMessageContaining("one line");
    }

    @Test
    void equal_faults_are_equal() {
        assertThat(Fault.wrongHost("192.0.2.1")).isEqualTo(Fault.wrongHost("192.0.2.1"));
        assertThat(Fault.resetAfter(3)).isEqualTo(Fault.resetAfter(3)).isNotEqualTo(Fault.stallAfter(3));
    }
}
