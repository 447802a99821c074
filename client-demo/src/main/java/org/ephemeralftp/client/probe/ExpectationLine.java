package org.ephemeralftp.client.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Protection;

/**
 * One line of expectations.
 *
 * @param where its file and number, for messages
 * @param expected the verdicts that are fine, as they were written
 */
record ExpectationLine(String where, String pattern, String expected, List<Pattern> parts, List<Pattern> verdicts) {
    private static final Pattern FAILURE = Pattern.compile("(sometimes )?(\\S+) at (\\S+)");
    private static final Pattern REPLIED = Pattern.compile("replied(-[1-5][0-9]{2})?");
    private static final String ANY = "any";
    private static final List<List<String>> NAMES =
            List.of(names(DataMode.values()), names(Protection.values()), names(AddressFamily.values()));

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static ExpectationLine parse(String where, String content) {
        int equals = content.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(where + ": '" + content
                    + "' is no expectation; valid is CELL = VERDICT, as in pasv.plain.ipv4 = ok");
        }
        String pattern = content.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String expected =
                content.substring(equals + 1).strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        List<Pattern> verdicts = Arrays.stream(expected.split("\\|", -1))
                .map(verdict -> verdict(where, verdict.strip()))
                .toList();
        return new ExpectationLine(where, pattern, expected, parts(where, pattern), verdicts);
    }

    private static List<Pattern> parts(String where, String pattern) {
        List<String> parts = new ArrayList<>(List.of(pattern.split("\\.", -1)));
        while (parts.size() < NAMES.size() && parts.get(parts.size() - 1).equals("*")) {
            parts.add("*");
        }
        boolean valid = parts.size() == NAMES.size();
        for (int i = 0; valid && i < parts.size(); i++) {
            valid = parts.get(i).equals("*") || NAMES.get(i).contains(parts.get(i));
        }
        if (!valid) {
            throw new IllegalArgumentException(where + ": '" + pattern + "' is not a cell; valid: "
                    + NAMES.stream().map(each -> String.join("|", each)).collect(Collectors.joining("."))
                    + ", and * for any of them, as in pasv.* or *.tls.ipv4");
        }
        return parts.stream()
                .map(part -> part.equals("*") ? Pattern.compile(".*") : Pattern.compile(Pattern.quote(part)))
                .toList();
    }

    /** What fits the verdicts that are meant, as they are written. */
    private static Pattern verdict(String where, String text) {
        if (text.equals(ANY)) {
            return Pattern.compile(".*");
        }
        List<String> whole = Stream.of(Verdict.OK, Verdict.MISADVERTISED, Verdict.SKIPPED, Verdict.INCONCLUSIVE)
                .map(Verdict::toString)
                .toList();
        if (whole.contains(text)) {
            return Pattern.compile(Pattern.quote(text));
        }
        Matcher failure = FAILURE.matcher(text);
        if (!failure.matches()) {
            throw new IllegalArgumentException(where + ": '" + text + "' is not a verdict; valid: "
                    + String.join(", ", whole) + ", any, OUTCOME at PHASE, sometimes OUTCOME at PHASE");
        }
        String sometimes = failure.group(1) == null ? "" : failure.group(1);
        return Pattern.compile(sometimes + outcome(where, failure.group(2)) + " at " + phase(where, failure.group(3)));
    }

    private static String outcome(String where, String text) {
        if (text.equals(ANY)) {
            return "\\S+";
        }
        if (REPLIED.matcher(text).matches()) {
            return text.equals("replied") ? "replied-\\d+" : text;
        }
        // Those with which a phase passes are no end of a failure.
        List<String> valid = Arrays.stream(ConnectionOutcome.values())
                .filter(each -> each != ConnectionOutcome.CONNECTED
                        && each != ConnectionOutcome.COMPLETED
                        && each != ConnectionOutcome.REPLIED)
                .map(ConnectionOutcome::toString)
                .toList();
        if (!valid.contains(text)) {
            throw new IllegalArgumentException(where + ": '" + text + "' is not an outcome; valid: "
                    + String.join(", ", valid) + ", replied, replied-425 (or another code), any");
        }
        return text;
    }

    private static String phase(String where, String text) {
        if (text.equals(ANY)) {
            return "\\S+";
        }
        List<String> valid = Arrays.stream(Phase.values()).map(Phase::toString).toList();
        if (!valid.contains(text)) {
            throw new IllegalArgumentException(
                    where + ": '" + text + "' is not a phase; valid: " + String.join(", ", valid) + ", any");
        }
        return text;
    }

    boolean names(Cell cell) {
        String[] names = cell.toString().split("\\.", -1);
        for (int i = 0; i < names.length; i++) {
            if (!parts.get(i).matcher(names[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    boolean isMetBy(Verdict verdict) {
        String text = verdict.toString();
        return verdicts.stream().anyMatch(each -> each.matcher(text).matches());
    }
}
