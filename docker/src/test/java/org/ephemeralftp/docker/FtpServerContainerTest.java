package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container says before it starts, for which no engine is needed. */
class FtpServerContainerTest {
    private final FtpServerContainer container = new FtpServerContainer("ephemeral-ftp:0.1.0");

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void thereAreOneToAThousandPassivePorts(int count) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withPassivePorts(count))
                .withMessage("withPassivePorts takes 1 to 1000 ports, and not " + count);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "50009, 50000", "65535, 65536", "40000, 41000", "2000, 2121"})
    void fixedPassivePortsAreARangeOfOtherPorts(int first, int last) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withFixedPassivePorts(first, last))
                .withMessageContaining("50000 and 50009")
                .withMessageContaining("control port, 2121")
                .withMessageContaining("not " + first + " and " + last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " secret", "se\ncret"})
    void aPasswordThatTheServerWouldReadAsAnotherOneIsRefused(String password) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withUser("alice", password))
                .withMessageStartingWith("The password of user 'alice' has at least one character")
                .withMessageNotContaining("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "al=ice", "alice\n"})
    void aNameThatTheServerWouldReadAsAnotherOneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> container.withUser(name, "secret"))
                .withMessageStartingWith("The name of a user has ");
    }

    @Test
    void theFirstAccountComesInThePlaceOfTheUsualOne() {
        assertThat(container.getUsername()).isEqualTo("test");
        assertThat(container.getPassword()).isEqualTo("test");

        container.withUser("alice", "secret").withUser("bob", "hidden");

        assertThat(container.getUsername()).isEqualTo("alice");
        assertThat(container.getPassword()).isEqualTo("secret");
    }

    @Test
    void addressesAreKnownOnceItRuns() {
        assertThatIllegalStateException()
                .isThrownBy(container::getInternalAddress)
                .withMessageContaining("started");
        assertThatIllegalStateException().isThrownBy(container::getControlPort).withMessageContaining("started");
    }
}
