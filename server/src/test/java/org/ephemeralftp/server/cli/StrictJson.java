package org.ephemeralftp.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A reader of JSON (RFC 8259) that forgives nothing; numbers are integers, as all of ours are. */
final class StrictJson {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern STRING =
            Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1f]++|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private final String text;
    private int position;

    private StrictJson(String text) {
        this.text = text;
    }

    /** Maps, lists, strings, longs, booleans and null. */
    static @Nullable Object parse(String text) {
        var json = new StrictJson(text);
        Object value = json.value();
        json.skipBlanks();
        if (json.position != text.length()) {
            throw json.error("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        skipBlanks();
        if (takes("{")) {
            return object();
        }
        if (takes("[")) {
            return array();
        }
        if (takes("true")) {
            return true;
        }
        if (takes("false")) {
            return false;
        }
        if (takes("null")) {
            return null;
        }
        return text.startsWith("\"", position) ? string() : (Object) Long.valueOf(match(INTEGER));
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        skipBlanks();
        if (takes("}")) {
            return object;
        }
        do {
            skipBlanks();
            String name = string();
            skipBlanks();
            need(":");
            if (object.containsKey(name)) {
                throw error("a name not used before");
            }
            object.put(name, value());
            skipBlanks();
        } while (takes(","));
        need("}");
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        skipBlanks();
        if (takes("]")) {
            return array;
        }
        do {
            array.add(value());
            skipBlanks();
        } while (takes(","));
        need("]");
        return array;
    }

    private String string() {
        String quoted = match(STRING);
        return ESCAPE.matcher(quoted.substring(1, quoted.length() - 1))
                .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape)));
    }

    private static String unescaped(MatchResult escape) {
        if (escape.group(1) != null) {
            return String.valueOf((char) Integer.parseInt(escape.group(1), 16));
        }
        char c = escape.group(2).charAt(0);
        int control = "bfnrt".indexOf(c);
        return String.valueOf(control < 0 ? c : "\b\f\n\r\t".charAt(control));
    }

    private String match(Pattern pattern) {
        var matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            throw error(pattern.pattern());
        }
        position = matcher.end();
        return matcher.group();
    }

    private boolean takes(String token) {
        if (!text.startsWith(token, position)) {
            return false;
        }
        position += token.length();
        return true;
    }

    private void need(String token) {
        if (!takes(token)) {
            throw error(token);
        }
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private AssertionError error(String expected) {
        return new AssertionError("expected " + expected + " at " + position + " of " + text);
    }
}
