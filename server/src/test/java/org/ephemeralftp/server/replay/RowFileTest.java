package org.ephemeralftp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a file of rows is read. */
class RowFileTest {
    @Test
    void a_row_is_a_head_a_sentence_and_steps() {
        List<Row> rows = RowFile.parse("name", """
                # A comment.

                --- cwd.missing (RFC 959, 5.4)
                    A directory that is not there
                    cannot be changed to.
                    Stock: says 250,
                    and means it.
                login
                > CWD missing
                < 550

                --- noop (RFC 959, 5.4)
                    Nothing.
                data <
                """);

        assertThat(rows)
                .containsExactly(
                        new Row(
                                "name",
                                "cwd.missing",
                                "RFC 959, 5.4",
                                "A directory that is not there cannot be changed to.",
                                "says 250, and means it.",
                                List.of(
                                        new Step(8, Verb.LOGIN, ""),
                                        new Step(9, Verb.SEND, "CWD missing"),
                                        new Step(10, Verb.REPLY, "550"))),
                        new Row(
                                "name",
                                "noop",
                                "RFC 959, 5.4",
                                "Nothing.",
                                null,
                                List.of(new Step(14, Verb.DATA_RECEIVE, ""))));
    }

    @ParameterizedTest
    @CsvSource({
        "'login', 'line 1 stands before the first row'",
        "'--- Name', 'line 1 must read'",
        "'--- a (b)\nlogin', 'line 2 ends a, which needs a sentence and steps'",
        "'--- a (b)\n    c', 'line 2 ends a, which needs a sentence and steps'",
        "'--- a (b)\n    c\nlogin\n    d', 'line 4 must stand before the steps'",
        "'--- a (b)\n    c\nlogout', 'line 3 is no step: logout'",
        "'--- a (b)\n    c\n>NOOP', 'line 3 is no step: >NOOP'",
    })
    void what_is_no_row_is_an_error_that_names_the_line(String text, String message) {
        assertThatThrownBy(() -> RowFile.parse("name", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "data < \"x\", DATA_RECEIVE",
        "data line \"x\", DATA_LINE",
        "data no line \"x\", DATA_NO_LINE",
        "data >> \"x\", DATA_BEGIN",
        "data > \"x\", DATA_SEND",
        "< 220, REPLY",
        ">> x, BYTES",
        "> x, SEND",
        "tls or closed, TLS_OR_CLOSED",
        "tls, TLS",
    })
    void the_longest_word_counts(String line, Verb verb) {
        assertThat(Verb.of(line)).isEqualTo(Optional.of(verb));
    }

    @Test
    void bytes_are_what_is_written_in_utf8_and_what_is_escaped() {
        assertThat(new Script().bytes("é\\r\\n\\\\\\xff")).containsExactly(0xc3, 0xa9, '\r', '\n', '\\', 0xff);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "a*, abcd, true",
        "*d, abcd, true",
        "a.c, abc, false",
        "a\\*, ab, false",
        "a\\*, a*, true",
    })
    void a_pattern_matches_all_of_a_text(String pattern, String text, boolean matches) {
        assertThat(new Script().matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void a_variable_takes_what_stands_in_its_place_and_stands_for_it_then() {
        Script script = new Script();
        assertThat(script.matches("FILE: $name", "FILE: a")).isTrue();
        assertThat(script.fill("RETR $name")).isEqualTo("RETR a");
        assertThat(script.matches("FILE: $name", "FILE: b")).isFalse();
        assertThatThrownBy(() -> script.fill("$other")).hasMessage("Nothing has set $other");
    }
}
