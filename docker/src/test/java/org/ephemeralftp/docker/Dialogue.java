package org.ephemeralftp.docker;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The commands and replies of a client's control connections, one connection after the other.
 *
 * @param lines each line that was sent, after "> " if the client sent it and "< " if the server did
 */
record Dialogue(List<String> lines) {
    private static final Pattern PASV_REPLY = Pattern.compile("< 227 .*\\((?:\\d+,){4}(\\d+),(\\d+)\\).*");
    private static final Pattern EPSV_REPLY = Pattern.compile("< 229 .*\\(\\|\\|\\|(\\d+)\\|\\).*");
    private static final Pattern PORT_COMMAND = Pattern.compile("> PORT (?:\\d+,){4}(\\d+),(\\d+)");
    private static final Pattern EPRT_COMMAND = Pattern.compile("> EPRT \\|\\d\\|[^|]+\\|(\\d+)\\|");
    private static final List<String> SETUPS =
            Arrays.stream(DataMode.values()).map(DataMode::name).toList();
    private static final List<String> TRANSFERS = List.of("STOR", "APPE", "RETR", "LIST", "NLST", "MLSD");

    /** The commands, as the client wrote them. */
    List<String> commands() {
        return lines.stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** The commands that set up its data connections, in their order. */
    List<DataMode> setups() {
        return verbs().filter(SETUPS::contains).map(DataMode::valueOf).toList();
    }

    /** The commands that sent something over its data connections, in their order. */
    List<String> transfers() {
        return verbs().filter(TRANSFERS::contains).toList();
    }

    /** How many transfers the server says are complete. */
    long completions() {
        return lines.stream().filter(line -> line.startsWith("< 226 ")).count();
    }

    /** The ports that one end listened on for a client in this mode: the server's if it is passive. */
    List<Integer> ports(DataMode mode) {
        return switch (mode) {
            case PASV -> portsInTwoNumbers(PASV_REPLY);
            case EPSV -> portsInOneNumber(EPSV_REPLY);
            case PORT -> portsInTwoNumbers(PORT_COMMAND);
            case EPRT -> portsInOneNumber(EPRT_COMMAND);
        };
    }

    /** Whether the file's transfer was started at an offset (RFC 3659, 5). */
    boolean resumes(String transfer, String name, long offset) {
        List<String> commands = commands();
        return IntStream.range(1, commands.size())
                .anyMatch(i -> isFor(commands.get(i), transfer, name)
                        && commands.get(i - 1).equals("REST " + offset));
    }

    /** Whether something was added to the file's end. */
    boolean appends(String name) {
        return commands().stream().anyMatch(command -> isFor(command, "APPE", name));
    }

    private static boolean isFor(String command, String verb, String name) {
        return command.equals(verb + " " + name) || command.equals(verb + " /" + name);
    }

    private Stream<String> verbs() {
        return commands().stream().map(command -> command.split(" ", 2)[0]);
    }

    private List<Integer> portsInTwoNumbers(Pattern pattern) {
        return matches(pattern)
                .map(result -> Integer.parseInt(result.group(1)) * 256 + Integer.parseInt(result.group(2)))
                .toList();
    }

    private List<Integer> portsInOneNumber(Pattern pattern) {
        return matches(pattern).map(result -> Integer.valueOf(result.group(1))).toList();
    }

    private Stream<MatchResult> matches(Pattern pattern) {
        return lines.stream().flatMap(line -> pattern.matcher(line).results());
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
