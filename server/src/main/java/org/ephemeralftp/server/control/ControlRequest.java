package org.ephemeralftp.server.control;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A command as the client sent it: the verb, one blank, and the argument to the end of the line (RFC 959, section
 * 5.3.1). Where the argument is a pathname, or a password, blanks at its end belong to it; anywhere else they mean
 * nothing.
 */
final class ControlRequest implements FtpRequest {
    private static final Set<String> BLANKS_COUNT = Set.of(
            "APPE", "CWD", "DELE", "LIST", "MDTM", "MFMT", "MKD", "MLSD", "MLST", "NLST", "PASS", "RETR", "RMD", "RNFR",
            "RNTO", "SIZE", "STAT", "STOR", "STOU");

    /** Whatever else is wrong with a line that begins so, a secret follows. */
    private static final Pattern SECRET = Pattern.compile(
            "[^A-Z]*X*(PASS|ACCT|ADAT|ENC|MIC|CONF|AUTHORIZATION|SITE_C?P(?:ASS|SW|W)).*", Pattern.DOTALL);

    /** How other servers have passwords changed. */
    private static final Pattern SECRET_OF_SITE =
            Pattern.compile("\\s*C?P(ASS|SW|W).*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final String line;
    private final String command;
    private final @Nullable String argument;
    private final long receivedTime = System.currentTimeMillis();

    ControlRequest(String received) {
        line = received.stripLeading();
        int blank = line.indexOf(' ');
        String verb = (blank < 0 ? line.strip() : line.substring(0, blank)).toUpperCase(Locale.ROOT);
        // XMKD, XPWD and the like are the names that these commands had before RFC 959.
        command = verb.startsWith("X") ? verb.substring(1) : verb;
        String rest = blank < 0 ? "" : line.substring(blank + 1);
        argument = rest.isBlank() ? null : BLANKS_COUNT.contains(command) ? rest : rest.stripTrailing();
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
                        && command.equals("SITE")
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
