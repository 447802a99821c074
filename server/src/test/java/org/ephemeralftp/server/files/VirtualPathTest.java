package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, a, /a",
        "/a, b, /a/b",
        "/a, /b, /b",
        "/a/b, .., /a",
        "/a, ../.., /",
        "/a, ../../../b, /b",
        "/, .., /",
        "/, /.., /",
        "/a, ., /a",
        "/a, ./, /a",
        "/a, '', /a",
        "/a, //b///c/, /b/c",
        "/a, b/../c, /a/c",
        "/a, ..., /a/...",
        "/a, ~, /a/~",
        "/a, ' ', '/a/ '",
        "/a, ..\\b, /a/..\\b",
    })
    void resolvesWhatTheClientGaveAndNeverLeavesTheRoot(String from, String text, String expected) {
        assertThat(VirtualPath.ROOT.resolve(from).resolve(text)).hasToString(expected);
    }

    @Test
    void knowsItsNameAndParent() {
        VirtualPath path = VirtualPath.ROOT.child("a").child("b");

        assertThat(path.name()).isEqualTo("b");
        assertThat(path.parent()).hasToString("/a");
        assertThat(VirtualPath.ROOT.name()).isEqualTo("/");
        assertThat(VirtualPath.ROOT.parent()).isEqualTo(VirtualPath.ROOT);
    }
}
