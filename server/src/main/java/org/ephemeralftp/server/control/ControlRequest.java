package org.ephemeralftp.server.control;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A command as the client sent it: the verb, one blank, and the argument to the end of the line (RFC 959, section
 * 5.3.1). Where the argument is a pathname, or a password, blanks at its end belong to it; anywhere else they mean
 * nothing. A line that cannot be read is one too, which knows its reply and nothing else, so that it is answered in turn.
 */
final class ControlRequest implements FtpRequest {
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

    /** The verb; a question mark for a word that is none, which may be a password on the wrong line. */
    String publicVerb() {
        return verb == null ? "?" : verb.name();
    }

    /** The argument, unless it is a secret, or may be. */
    @Nullable
    String publicArgument() {
        boolean secret = verb == null
                || has(Verb.Trait.SECRET)
                || (argument != null
                        && verb == Verb.SITE
                        && SECRET_OF_SITE.matcher(argument).matches());
        return secret ? null : argument;
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
        return publicVerb();
    }
}
