package org.ephemeralftp.server.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A command as the client sent it: the verb, one blank, and the argument to the end of the line (RFC 959, section
 * 5.3.1). Where the argument is a pathname, or a password, blanks at its end belong to it; anywhere else they mean
 * nothing. A line that cannot be read is one too, which knows its reply and nothing else, so that it is answered in turn.
 */
final class ControlRequest implements FtpRequest {
    /** Whatever else is wrong with a line that begins so, a secret follows. */
    private static final Pattern SECRET = Pattern.compile(
            Arrays.stream(Verb.values())
                    .filter(verb -> verb.has(Verb.Trait.SECRET))
                    .map(Verb::name)
                    .collect(Collectors.joining("|", "[^A-Z]*X*(", "|AUTHORIZATION|SITE_C?P(?:ASS|SW|W)).*")),
            Pattern.DOTALL);

    /** How other servers have passwords changed. */
    private static final Pattern SECRET_OF_SITE =
            Pattern.compile("\\s*C?P(ASS|SW|W).*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final String line;
    private final String command;
    private final @Nullable Verb verb;
    private final @Nullable String argument;
    private final @Nullable FtpReply unreadable;
    private final long receivedTime = System.currentTimeMillis();

    ControlRequest(String received) {
        line = received.stripLeading();
        int blank = line.indexOf(' ');
        String word = (blank < 0 ? line.strip() : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        verb = Verb.of(word);
        command = verb == null ? word : verb.name();
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        argument = rest.isBlank() ? null : blanksCount() ? rest : rest.stripTrailing();
        unreadable = null;
    }

    private ControlRequest(FtpReply reply) {
        line = "";
        command = "";
        verb = null;
        argument = null;
        unreadable = reply;
    }

    /** A line that nothing can be made of, and what its sender is told. */
    static ControlRequest unreadable(FtpReply reply) {
        return new ControlRequest(reply);
    }

    private boolean blanksCount() {
        return has(Verb.Trait.PATH) || has(Verb.Trait.SECRET);
    }

    /** The reply to a line that nothing can be made of; null for commands. */
    @Nullable
    FtpReply unreadable() {
        return unreadable;
    }

    /** The command; null if nobody has heard of it. */
    @Nullable
    Verb verb() {
        return verb;
    }

    boolean has(Verb.Trait trait) {
        return verb != null && verb.has(trait);
    }

    @Override
    public String getRequestLine() {
        return line;
    }

    @Override
    public String getCommand() {
        return command;
    }

    @Override
    public @Nullable String getArgument() {
        return argument;
    }

    /** The verb without what may be a secret, which follows PASS also where the blank between them is missing. */
    String publicVerb() {
        Matcher secret = SECRET.matcher(command);
        return secret.matches() ? secret.group(1) : command;
    }

    /** The argument, unless it is a secret. */
    @Nullable
    String publicArgument() {
        boolean secret = SECRET.matcher(command).matches()
                || (argument != null
                        && verb == Verb.SITE
                        && SECRET_OF_SITE.matcher(argument).matches());
        return secret ? null : argument;
    }

    /** The text of a reply to this, which may name the verb. */
    String withoutSecret(String reply) {
        return reply.replace(command, publicVerb());
    }

    @Override
    public boolean hasArgument() {
        return argument != null;
    }

    @Override
    public long getReceivedTime() {
        return receivedTime;
    }

    @Override
    public String toString() {
        return line;
    }
}
