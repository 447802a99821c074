package org.ephemeralftp.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** A log for people: the time, the level, what happened, and fields as {@code key=value}, in one line for each event. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder()
                .append(TIME.format(event.getInstant().truncatedTo(ChronoUnit.MILLIS)))
                .append(' ')
                .append(String.format("%-5s", event.getLevel()))
                .append(' ')
                .append(LogText.visible(event.getFormattedMessage()));
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            fields.forEach(
                    field -> line.append(' ').append(field.key).append('=').append(LogText.value(field.value)));
        }
        line.append(System.lineSeparator());
        appendTrace(line, "", event.getThrowableProxy());
        return line.toString();
    }

    /** Lines of a trace are indented, which no event's is. */
    private static void appendTrace(StringBuilder lines, String role, IThrowableProxy thrown) {
        if (thrown == null || thrown.isCyclic()) {
            return;
        }
        lines.append("  ")
                .append(role)
                .append(LogText.visible(thrown.getClassName() + ": " + thrown.getMessage()))
                .append(System.lineSeparator());
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < frames.length - thrown.getCommonFrames(); i++) {
            lines.append("    ").append(frames[i].getSTEAsString()).append(System.lineSeparator());
        }
        appendTrace(lines, "caused by ", thrown.getCause());
    }
}
