package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomPasswordTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void hasTwentyCharactersThatCannotBeMixedUp() {
        Set<String> passwords = IntStream.range(0, 1_000)
                .mapToObj(i -> RandomPassword.generate(random))
                .collect(Collectors.toSet());

        assertThat(passwords).hasSize(1_000).allMatch(p -> p.matches("[a-zA-Z2-9]{20}"));
        assertThat(String.join("", passwords)).doesNotContain("i", "l", "o", "I", "L", "O");
    }
}
