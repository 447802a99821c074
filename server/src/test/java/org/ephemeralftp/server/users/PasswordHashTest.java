package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @ParameterizedTest
    @ValueSource(strings = {"secret", "pass wörd ✓", " ", "a\0b"})
    void matchesItsPasswordAndNoOther(String password) {
        PasswordHash hash = PasswordHash.of(password);

        assertThat(hash.matches(password)).isTrue();
        assertThat(hash.matches(password + "x")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 71, 72, 73, 200})
    void readsEveryByteOfALongPassword(int length) {
        String same = "x".repeat(length - 1);
        PasswordHash hash = PasswordHash.of(same + "a");

        assertThat(hash.matches(same + "a")).isTrue();
        assertThat(hash.matches(same + "b")).isFalse();
        assertThat(hash.matches(same)).isFalse();
    }

    @Test
    void theDecoyIsAHashThatNothingMatches() {
        assertThat(PasswordHash.decoy().matches("")).isFalse();
        assertThat(PasswordHash.decoy().matches("secret")).isFalse();
    }

    @Test
    void neverShowsItself() {
        assertThat(PasswordHash.of("secret")).hasToString("PasswordHash[bcrypt, cost 10]");
    }
}
