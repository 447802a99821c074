package org.ephemeralftp.docker;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ephemeralftp.docker.testing.Program;

/** The commands and replies that a client printed of what went over its control connections. */
record Dialogue(String text) {
    private static final Pattern SETUP = Pattern.compile("(?m)^(?:> |---> |\\*cmd\\* ')(PASV|EPSV|PORT|EPRT)\\b");
    private static final Pattern PASV_REPLY = Pattern.compile("227 [^(\n]*\\((?:\\d+,){4}(\\d+),(\\d+)\\)");
    private static final Pattern EPSV_REPLY = Pattern.compile("229 [^(\n]*\\(\\|\\|\\|(\\d+)\\|\\)");
    private static final Pattern PORT_COMMAND = Pattern.compile("PORT (?:\\d+,){4}(\\d+),(\\d+)");
    private static final Pattern EPRT_COMMAND = Pattern.compile("EPRT \\|\\d\\|[^|]+\\|(\\d+)\\|");

    static Dialogue of(List<Program> programs) {
        return new Dialogue(programs.stream().map(Program::output).reduce("", String::concat));
    }

    /** The commands that set up its data connections, in their order. */
    List<DataMode> setups() {
        return SETUP.matcher(text)
                .results()
                .map(result -> DataMode.valueOf(result.group(1)))
                .toList();
    }

    /** The ports the server listened on. */
    List<Integer> serverPorts() {
        return ports(PASV_REPLY, EPSV_REPLY);
    }

    /** The ports the client listened on. */
    List<Integer> clientPorts() {
        return ports(PORT_COMMAND, EPRT_COMMAND);
    }

    private List<Integer> ports(Pattern inTwoNumbers, Pattern inOne) {
        Stream<Integer> two = matches(inTwoNumbers)
                .map(result -> Integer.parseInt(result.group(1)) * 256 + Integer.parseInt(result.group(2)));
        Stream<Integer> one = matches(inOne).map(result -> Integer.valueOf(result.group(1)));
        return Stream.concat(two, one).toList();
    }

    private Stream<MatchResult> matches(Pattern pattern) {
        return pattern.matcher(text).results();
    }
}
