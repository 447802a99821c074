package org.ephemeralftp.client.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.Locale;

/** JSON as every report is written: indented, and safe to show on a terminal. */
public final class Json {
    // "=" and "<" need not be escaped, as this is no web page.
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private Json() {}

    /**
     * The element as text. Gson escapes some control characters only, and what is left would steer a terminal: it is
     * written as JSON escapes, which leave every value as it is (RFC 8259, section 7).
     */
    public static String text(JsonElement element) {
        StringBuilder safe = new StringBuilder();
        GSON.toJson(element).codePoints().forEach(c -> {
            if (c == '\n' || !Escaped.steers(c)) {
                safe.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    safe.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return safe.toString();
    }

    /** The constant's name in small letters with hyphens. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
