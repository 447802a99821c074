package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

    @ParameterizedTest
    @CsvSource({
        "hunter2, 530 not hunter2!, 530 not ****!",
        "hunter2, 530 xhunter2x, 530 x****x",
        "p, 530 p is wrong, 530 **** is wrong",
        "p, 530 a passport, 530 a passport",
        "a.b*c$1\\, 530 a.b*c$1\\, 530 ****",
        "'', 530 no, 530 no",
    })
    void isTakenOutOfText(String password, String text, String masked) {
        Secret secret = new Secret(password);

        assertThat(secret.hideIn(text)).isEqualTo(masked);
        assertThat(secret).hasToString("****");
    }
}
