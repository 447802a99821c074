package org.ephemeralftp.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * A log for programs: one JSON object (RFC 8259) a line, with {@code time}, {@code level}, {@code logger} and {@code
 * message}, and the fields of the event. Logback's own encoder has fields as an array of objects, and lets through what
 * a terminal obeys.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder json = new StringBuilder("{");
        append(json, "time", event.getInstant().toString());
        append(json.append(", "), "level", event.getLevel().toString());
        append(json.append(", "), "logger", event.getLoggerName());
        append(json.append(", "), "message", event.getFormattedMessage());
        List<KeyValuePair> fields = event.getKeyValuePairs();
        if (fields != null) {
            fields.forEach(field -> append(json.append(", "), field.key, field.value));
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            append(json.append(", "), "exception", ThrowableProxyUtil.asString(thrown));
        }
        return json.append('}').append(System.lineSeparator()).toString();
    }

    private static void append(StringBuilder json, String name, Object value) {
        json.append(RangesJson.string(name)).append(": ");
        if (value instanceof Number || value instanceof Boolean) {
            json.append(value);
        } else {
            json.append(RangesJson.string(String.valueOf(value)));
        }
    }
}
