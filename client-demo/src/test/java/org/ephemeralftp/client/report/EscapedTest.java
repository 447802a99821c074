package org.ephemeralftp.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapedTest {

    @Test
    void writesOutWhatWouldSteerATerminal() {
        assertThat(Escaped.text("a\u001b[31mb\u0007\u202ec\u0085\r\n"))
                .isEqualTo("a\\u001b[31mb\\u0007\\u202ec\\u0085\\u000d\\u000a");
    }

    @Test
    void leavesLettersOfAllLanguages() {
        assertThat(Escaped.text("Grüße, 世界 😀")).isEqualTo("Grüße, 世界 😀");
    }

    @Test
    void cutsWhatNobodyReads() {
        assertThat(Escaped.text("x".repeat(1000))).hasSize(403).endsWith("...");
    }
}
