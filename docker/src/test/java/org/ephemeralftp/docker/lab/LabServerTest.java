package org.ephemeralftp.docker.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabServerTest {
    @Test
    void theReasonIsTheLastLineThatTellsOfSomethingWrong() {
        assertThat(LabServer.complaint("""
                        2026-11-23T07:22:05.011+00:00 WARN  The passive ports collide
                        2026-11-23T07:22:05.012+00:00 ERROR Port 21 is in use
                        java.net.BindException: Address already in use
                        \tat java.base/sun.nio.ch.Net.bind0(Native Method)

                        2026-11-23T07:22:05.013+00:00 INFO  Stopped
                        """)).hasValue("java.net.BindException: Address already in use");
        assertThat(LabServer.complaint("unknown option --pasive-ports; see 'ephemeral-ftp-server --help'\n"))
                .hasValue("unknown option --pasive-ports; see 'ephemeral-ftp-server --help'");
        assertThat(LabServer.complaint("2026-11-23T07:22:05.013+00:00 [main] INFO  Started\n"))
                .isEmpty();
        assertThat(LabServer.complaint("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-V", "--config=/etc/ftp.conf", "--home=/srv", "--user", "--bind-address=::1"})
    void optionsThatAreNoneOfTheUsersAreRefusedByName(String option) {
        assertThatThrownBy(() -> LabServer.check(List.of("--tls=off", option)))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("The server's option " + option.replaceFirst("=.*", "") + " ");
    }
}
