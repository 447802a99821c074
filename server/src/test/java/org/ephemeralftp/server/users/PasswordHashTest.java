package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Made with libxcrypt's crypt(3), each of another kind. */
    @ParameterizedTest
    @CsvSource({
        "correct horse, $2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2, 5",
        "pässwörd,      $2b$04$ABCDEFGHIJKLMNOPQRSTUuek4CbSQQu35c9YYgSnjvfYm3e9bPOL., 4",
        "secret,        $2a$06$abcdefghijklmnopqrstuuxLa0AkDDSrQ9VwNnETzOsObiucpMYgC, 6",
    })
    void readsTheHashesOfOtherPrograms(String password, String text, int cost) {
        PasswordHash hash = PasswordHash.parse(text);

        assertThat(hash.matches(password)).isTrue();
        assertThat(hash.matches(password + " ")).isFalse();
        assertThat(hash.cost()).isEqualTo(cost);
        assertThat(hash.text()).isEqualTo(text);
    }

    /** Made with libxcrypt's crypt(3): bcrypt reads 72 bytes and no more. */
    @ParameterizedTest
    @CsvSource({
        "71, $2b$04$abcdefghijklmnopqrstuu.gc7UY/21CSNJGJg21jJzx9QiOpJ9bO",
        "72, $2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "73, $2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
        "80, $2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i",
    })
    void matchesLongPasswordsAsOtherProgramsDo(int length, String text) {
        PasswordHash hash = PasswordHash.parse(text);

        assertThat(hash.matches("x".repeat(length))).isTrue();
        assertThat(hash.matches("x".repeat(70))).isFalse();
        assertThat(hash.matches("x".repeat(70) + "y" + "x".repeat(length - 71))).isFalse();
    }

    @Test
    void isNotMadeOfAPasswordThatIsNotReadToItsEnd() {
        assertThat(PasswordHash.of("ü".repeat(36)).matches("ü".repeat(36))).isTrue();
        for (String password : List.of("", "ü".repeat(36) + "x")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PasswordHash.of(password))
                    .withMessageStartingWith("a password has 1 to 72 bytes");
        }
    }

    @Test
    void comesBackFromItsText() {
        PasswordHash hash = PasswordHash.of("secret");

        assertThat(PasswordHash.parse(hash.text())).isEqualTo(hash);
        assertThat(PasswordHash.parse(hash.text()).matches("secret")).isTrue();
        assertThat(PasswordHash.of("secret")).isNotEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$apr1$abcdefgh$abcdefghijklmnopqrstuv",
                "$2x$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
                "$2y$03$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
                "$2y$15$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2",
                "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy",
                "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2x",
                "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy!",
            })
    void refusesWhatItCannotVerifyAndSaysWhatItCan(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHash.parse(text))
                .withMessageContaining("bcrypt ($2a$, $2b$ or $2y$) with a cost of 4 to 14")
                .matches(e -> text.isEmpty() || !String.valueOf(e.getMessage()).contains(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 10})
    void theDecoyIsAHashThatNothingMatches(int cost) {
        assertThat(PasswordHash.decoy(cost).cost()).isEqualTo(cost);
        assertThat(PasswordHash.decoy(cost).matches("")).isFalse();
        assertThat(PasswordHash.decoy(cost).matches("secret")).isFalse();
        // One that could not be read would be no work at all.
        assertThat(PasswordHash.parse(PasswordHash.decoy(cost).text())).isEqualTo(PasswordHash.decoy(cost));
    }

    @Test
    void neverShowsItself() {
        assertThat(PasswordHash.of("secret")).hasToString("PasswordHash[bcrypt, cost 10]");
    }
}
