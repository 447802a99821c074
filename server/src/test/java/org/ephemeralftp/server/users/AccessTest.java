package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    @ParameterizedTest
    @ValueSource(strings = {"ro", "rw", "rw=/incoming", "rw=/incoming,/pub/in put", "rw=/ä=#"})
    void comes_back_from_its_text(String text) {
        assertThat(Access.parse(text)).hasToString(text);
        assertThat(Access.parse(Access.parse(text).toString())).isEqualTo(Access.parse(text));
    }

    @Test
    void the_root_is_everything_and_a_slash_at_the_end_means_nothing() {
        assertThat(Access.parse("rw=/")).isEqualTo(Access.READ_WRITE).hasToString("rw");
        assertThat(Access.parse("rw=/a/")).isEqualTo(new Access(List.of("/a")));
        assertThat(Access.READ_WRITE.mayWrite("/")).isTrue();
        assertThat(Access.READ_ONLY.mayWrite("/")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RW", "r", "rw ", "w", "$2y$secret"})
    void what_it_is_not_is_not_repeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.parse(text))
                .withMessage(
                        "the access is none of rw, ro and rw=/incoming,/pub/in (write only at and below these paths)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rw=",
                "rw=a",
                "rw=/a,",
                "rw=/a,b",
                "rw=//",
                "rw=/a//b",
                "rw=/a/../b",
                "rw=/.",
                "rw=/a:b",
                "rw=/a\tb"
            })
    void a_path_that_could_be_taken_for_another_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Access.parse(text))
                .withMessageStartingWith("a path to write below is as the client sees it, such as /incoming");
    }
}
