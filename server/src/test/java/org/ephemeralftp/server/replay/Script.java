package org.ephemeralftp.server.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written in a script: variables, bytes and patterns. */
final class Script {
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");
    private static final Pattern PART = Pattern.compile("\\\\\\*|\\*|" + VARIABLE.pattern());

    private final Map<String, String> variables = new HashMap<>();

    void set(String name, String value) {
        variables.put(name, value);
    }

    /** The text with the values of its variables. */
    String fill(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException("Nothing has set " + match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** The bytes that are meant: {@code \r}, {@code \n}, {@code \\} and {@code \xff}, all else in UTF-8. */
    byte[] bytes(String text) {
        String filled = fill(text);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < filled.length()) {
            int point = filled.codePointAt(i);
            i += Character.charCount(point);
            if (point != '\\') {
                bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
                continue;
            }
            char escape = filled.charAt(i);
            i++;
            switch (escape) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(filled, i, i + 2, 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("\\" + escape + " means nothing: " + text);
            }
        }
        return bytes.toByteArray();
    }

    /** The bytes of a text in quotation marks, so that one sees where it ends. */
    byte[] quotedBytes(String text) {
        return bytes(unquoted(text));
    }

    /** The same, as text. */
    String quoted(String text) {
        return new String(quotedBytes(text), UTF_8);
    }

    static String unquoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            throw new IllegalArgumentException("This needs quotation marks: " + text);
        }
        return text.substring(1, text.length() - 1);
    }

    /**
     * Whether the text is as the pattern says, where {@code *} is anything and {@code \*} a star. A variable that has no value yet takes what
     * stands in its place.
     */
    boolean matches(String pattern, String text) {
        StringBuilder expression = new StringBuilder();
        List<String> taken = new ArrayList<>();
        Matcher parts = PART.matcher(pattern);
        int end = 0;
        while (parts.find()) {
            expression.append(Pattern.quote(pattern.substring(end, parts.start())));
            end = parts.end();
            String name = parts.group(1);
            if (parts.group().equals("\\*")) {
                expression.append("\\*");
            } else if (name == null) {
                expression.append(".*");
            } else if (variables.containsKey(name)) {
                expression.append(Pattern.quote(fill(parts.group())));
            } else {
                expression.append("(.+)");
                taken.add(name);
            }
        }
        expression.append(Pattern.quote(pattern.substring(end)));
        Matcher found = Pattern.compile(expression.toString(), Pattern.DOTALL).matcher(text);
        if (!found.matches()) {
            return false;
        }
        for (int i = 0; i < taken.size(); i++) {
            variables.put(taken.get(i), found.group(i + 1));
        }
        return true;
    }
}
