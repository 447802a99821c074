package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for names. */
class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, a",
        "*, .hidden",
        "*.txt, a.txt",
        "*.txt, .txt",
        "*.txt, a.txt.txt",
        "a*b*c, aXbXbXc",
        "**a**, a",
        "?, ö",
        "?, 😀",
        "[😀-😂]x, 😁x",
        "a?c, abc",
        "[abc]x, bx",
        "[a-c]x, bx",
        "[!a-c]x, dx",
        "[^a]x, bx",
        "[]]x, ]x",
        "[!]]x, ax",
        "[a-]x, -x",
        "[-a]x, -x",
        "[a-cx-z0]*, y1",
        "[a, [a",
        "a[, a[",
        "[!, [!",
        "[], []",
        "[*]x, *x",
        "a.c, a.c",
        "(a|b), (a|b)",
    })
    void matches(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*.txt, a.txt2",
        "*.txt, txt",
        "?, ab",
        "?, ''",
        "a*b, ab2",
        "[abc]x, dx",
        "[a-c]x, x",
        "[!a-c]x, bx",
        "[^a]x, ax",
        "[a-c]x, -x",
        "[c-a]x, bx",
        "[*]x, ax",
        "a.c, abc",
        "abc, ABC",
        "'', a",
    })
    void does_not_match(String pattern, String name) {
        assertThat(Glob.of(pattern).matches(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a?", "[a]", "["})
    void a_pattern_is_told_from_a_name(String pattern) {
        assertThat(Glob.isGlob(pattern)).isTrue();
    }

    @Test
    void a_plain_name_is_no_pattern() {
        assertThat(Glob.isGlob("a.b-c]{}(x|y)+\\")).isFalse();
    }

    /** A name that counts how often it was looked at. */
    private static final class CountedName implements CharSequence {
        private final String name;
        private long looks;

        CountedName(String name) {
            this.name = name;
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return name.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            throw new UnsupportedOperationException();
        }
    }

    static Stream<String> adversaries() {
        return Stream.of(
                "*a*a*a*a*b",
                "*a".repeat(100) + "*b",
                "*" + "a".repeat(100) + "b",
                "*" + "?".repeat(120) + "b",
                "*[a-z]".repeat(100) + "[!a]",
                "**".repeat(100) + "b",
                "[a".repeat(200) + "b");
    }

    @ParameterizedTest
    @MethodSource("adversaries")
    void no_pattern_takes_more_steps_than_its_length_times_the_names(String pattern) {
        CountedName name = new CountedName("a".repeat(255));
        assertThat(Glob.of(pattern).matches(name)).isFalse();
        // A step looks at one character, and at another one when it goes back to the last star.
        assertThat(name.looks).isLessThanOrEqualTo(2L * (name.length() + 1) * (pattern.length() + 1));
    }
}
