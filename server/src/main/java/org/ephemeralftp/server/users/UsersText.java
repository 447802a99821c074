package org.ephemeralftp.server.users;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of a users file: a line for each account, blank lines, and comments, which start with {@code #}. What an edit
 * does not mean to change stays as it was, to the byte.
 */
final class UsersText {
    private record Numbered(UserLine user, int index) {}

    private final List<String> lines;
    private final Map<String, Numbered> users = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if a line is wrong; the message has its number and nothing of what it says */
    UsersText(String text) {
        lines = List.of(text.split("\n", -1));
        for (int index = 0; index < lines.size(); index++) {
            String line = withoutMarks(lines.get(index), index);
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                add(line, index);
            }
        }
    }

    private void add(String line, int index) {
        try {
            UserLine user = UserLine.parse(line);
            Numbered first = users.putIfAbsent(user.name(), new Numbered(user, index));
            if (first != null) {
                throw new IllegalArgumentException("this user is on line " + (first.index() + 1) + " already");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + (index + 1) + ": " + e.getMessage(), e);
        }
    }

    /** Some editors begin a file with a mark that it is UTF-8, and some end lines with CR LF. */
    private static String withoutMarks(String line, int index) {
        int start = index == 0 && line.startsWith("\uFEFF") ? 1 : 0;
        return line.substring(start, line.length() - (line.endsWith("\r") ? 1 : 0));
    }

    /** The accounts in their order. */
    Collection<UserLine> users() {
        return users.values().stream().map(Numbered::user).toList();
    }

    /** @throws IllegalArgumentException if the user exists */
    UsersText with(UserLine user) {
        if (users.containsKey(user.name())) {
            throw new IllegalArgumentException(
                    "there is a user " + user.name() + " already: 'user passwd' changes the password");
        }
        List<String> more = new ArrayList<>(lines);
        // The last one is what follows the last line end: nothing, unless the last line has none.
        if (more.get(more.size() - 1).isEmpty()) {
            more.remove(more.size() - 1);
        }
        more.add(user.text());
        more.add("");
        return new UsersText(String.join("\n", more));
    }

    /** @throws IllegalArgumentException if the user does not exist */
    UsersText without(String name) {
        List<String> less = new ArrayList<>(lines);
        less.remove(find(name).index());
        return new UsersText(String.join("\n", less));
    }

    /** @throws IllegalArgumentException if the user does not exist */
    UsersText withPassword(String name, PasswordHash hash) {
        Numbered old = find(name);
        List<String> changed = new ArrayList<>(lines);
        changed.set(
                old.index(), lines.get(old.index()).replace(old.user().hash().text(), hash.text()));
        return new UsersText(String.join("\n", changed));
    }

    private Numbered find(String name) {
        Numbered found = users.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no such user: 'user list' shows those there are");
        }
        return found;
    }

    /** What is to be written to the file; it has the hashes, so it is nothing to be shown. */
    String text() {
        return String.join("\n", lines);
    }
}
