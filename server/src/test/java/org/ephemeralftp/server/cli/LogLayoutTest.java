package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** How events look in the log, hostile ones above all. */
class LogLayoutTest {
    private static final String HOSTILE = "a\nb\r\u001b[2J\u009b1m\u0007\t\u202e\u2028\u200b\ud800 \"c\\n\u00e4";

    private final Logger logger = new LoggerContext().getLogger("some.logger");

    private LoggingEvent event(String message, @Nullable Throwable thrown, KeyValuePair... fields) {
        LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, message, thrown, null);
        event.setKeyValuePairs(List.of(fields));
        return event;
    }

    @Test
    void text_shows_fields_and_quotes_what_is_no_word() {
        assertThat(new TextLayout()
                        .doLayout(event(
                                "connected",
                                null,
                                new KeyValuePair("session", 5L),
                                new KeyValuePair("peer", "[::1]:4711"),
                                new KeyValuePair("user", "x code=226"))))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d INFO  "
                        + "connected session=5 peer=\\[::1]:4711 user=\"x code=226\"\\R");
    }

    @Test
    void text_makes_visible_what_could_fake_a_line_or_steer_a_terminal() {
        String line = new TextLayout().doLayout(event(HOSTILE, null, new KeyValuePair("path", HOSTILE)));
        assertThat(line.strip())
                .endsWith(" a\\nb\\r\\x1b[2J\\x9b1m\\x07\\t\\u202e\\u2028\\u200b\\ud800 \"c\\n\u00e4"
                        + " path=\"a\\nb\\r\\x1b[2J\\x9b1m\\x07\\t\\u202e\\u2028\\u200b\\ud800 \\\"c\\\\n\u00e4\"")
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void text_has_a_trace_in_indented_lines_whatever_the_message_is() {
        Exception thrown = new IllegalStateException("outer\nfake", new IllegalArgumentException("inner\nfake"));
        List<String> lines =
                new TextLayout().doLayout(event("failed", thrown)).lines().toList();
        assertThat(lines.get(0)).endsWith("failed");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.startsWith("  "))
                .contains("  java.lang.IllegalStateException: outer\\nfake")
                .contains("  caused by java.lang.IllegalArgumentException: inner\\nfake")
                .anyMatch(line -> line.startsWith("    at ") && line.contains("LogLayoutTest"));
    }

    @Test
    void long_values_are_cut() {
        assertThat(LogText.value("x".repeat(100_000))).hasSizeLessThan(2100).endsWith("...");
    }

    @Test
    void json_is_one_object_a_line_that_a_parser_reads_back() throws Exception {
        String line = new JsonLayout()
                .doLayout(event(
                        HOSTILE,
                        new IllegalStateException("why\n"),
                        new KeyValuePair("session", 5L),
                        new KeyValuePair("path", HOSTILE)));
        assertThat(line.strip()).matches("[ -~]+");
        assertThat(StrictJson.parse(line.strip()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsAllEntriesOf(
                        Map.of("level", "INFO", "logger", "some.logger", "message", HOSTILE, "path", HOSTILE))
                .hasEntrySatisfying("session", number -> assertThat(number).hasToString("5"))
                .hasEntrySatisfying(
                        "exception",
                        trace -> assertThat(trace).asString().startsWith("java.lang.IllegalStateException: why"))
                .containsKey("time");
    }
}
