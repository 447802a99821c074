package org.ephemeralftp.server.control;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for names: {@code *} stands for any characters, {@code ?} for one, {@code [abx-z]} for one of these,
 * {@code [!abx-z]} and {@code [^abx-z]} for one other than these. {@code ]} as the first of a set is an ordinary
 * character, and so is a {@code [} that is never closed. A dot at the beginning of a name is a character like any
 * other.
 *
 * <p>Matching never goes back over more than one {@code *}: what stands before the last one that was met has been
 * matched as early as possible, and any later match of it could do no better. So the steps are at most the length of
 * the name times that of the pattern, whatever the pattern.
 */
final class Glob {
    private static final String SPECIAL = "*?[";

    private sealed interface Element {
        boolean matches(int character);
    }

    private record Literal(int expected) implements Element {
        @Override
        public boolean matches(int character) {
            return character == expected;
        }
    }

    /** One character, whichever. */
    private record Any() implements Element {
        @Override
        public boolean matches(int character) {
            return true;
        }
    }

    /** Any characters; the matching knows what that means. */
    private record Star() implements Element {
        @Override
        public boolean matches(int character) {
            return false;
        }
    }

    private record CharacterSet(List<Range> ranges, boolean negated) implements Element {
        @Override
        public boolean matches(int character) {
            boolean found = false;
            for (int i = 0; i < ranges.size() && !found; i++) {
                found = ranges.get(i).contains(character);
            }
            return found != negated;
        }
    }

    private record Range(int first, int last) {
        boolean contains(int character) {
            return first <= character && character <= last;
        }
    }

    private final List<Element> elements;

    private Glob(List<Element> elements) {
        this.elements = elements;
    }

    /** Whether a text is more than a plain name. */
    static boolean isGlob(String text) {
        return text.chars().anyMatch(character -> SPECIAL.indexOf(character) >= 0);
    }

    static Glob of(String text) {
        int[] pattern = text.codePoints().toArray();
        List<Element> elements = new ArrayList<>();
        int at = 0;
        while (at < pattern.length) {
            int end = pattern[at] == '[' ? endOfSet(pattern, at) : -1;
            if (end >= 0) {
                elements.add(set(pattern, at + 1, end));
                at = end + 1;
            } else {
                elements.add(single(pattern[at]));
                at++;
            }
        }
        return new Glob(elements);
    }

    private static Element single(int character) {
        return switch (character) {
            case '*' -> new Star();
            case '?' -> new Any();
            default -> new Literal(character);
        };
    }

    /** Where the set that begins here is closed; -1 if nowhere. */
    private static int endOfSet(int[] pattern, int start) {
        int first = start + 1;
        if (first < pattern.length && isNegation(pattern[first])) {
            first++;
        }
        for (int i = first + 1; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Element set(int[] pattern, int start, int end) {
        boolean negated = isNegation(pattern[start]);
        List<Range> ranges = new ArrayList<>();
        int at = negated ? start + 1 : start;
        while (at < end) {
            boolean isRange = at + 2 < end && pattern[at + 1] == '-';
            int last = isRange ? at + 2 : at;
            ranges.add(new Range(pattern[at], pattern[last]));
            at = last + 1;
        }
        return new CharacterSet(List.copyOf(ranges), negated);
    }

    private static boolean isNegation(int character) {
        return character == '!' || character == '^';
    }

    /** Whether the whole name matches. */
    boolean matches(CharSequence name) {
        int element = 0;
        int at = 0;
        int afterStar = -1;
        int retry = -1;
        while (at < name.length()) {
            if (element < elements.size() && elements.get(element) instanceof Star) {
                element++;
                afterStar = element;
                retry = at;
                continue;
            }
            int character = Character.codePointAt(name, at);
            if (element < elements.size() && elements.get(element).matches(character)) {
                element++;
                at += Character.charCount(character);
            } else if (afterStar >= 0) {
                retry += Character.charCount(Character.codePointAt(name, retry));
                element = afterStar;
                at = retry;
            } else {
                return false;
            }
        }
        while (element < elements.size() && elements.get(element) instanceof Star) {
            element++;
        }
        return element == elements.size();
    }
}
