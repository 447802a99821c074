package org.ephemeralftp.server.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** HELP (RFC 959, section 4.1.3): the commands that there are, or how one of them is written. */
final class HelpCommand extends ReplyCommand {
    private static final int PER_LINE = 8;

    private final Set<String> names;
    private final SiteCommand site;

    /** {@code names} are those of the commands that there are, by the time that somebody asks. */
    HelpCommand(Set<String> names, SiteCommand site) {
        this.names = names;
        this.site = site;
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            return reply(214, all());
        }
        Verb verb = Verb.of(request.getArgument().strip());
        if (verb == null || !names.contains(verb.name())) {
            throw new ReplyException(501, "There is no such command, HELP lists those that there are");
        }
        return reply(214, verb == Verb.SITE ? site.syntax() : verb.syntax());
    }

    private String all() {
        List<String> sorted = new ArrayList<>(new TreeSet<>(names));
        StringBuilder text = new StringBuilder("The commands are:");
        for (int i = 0; i < sorted.size(); i++) {
            text.append(i % PER_LINE == 0 ? "\n " : " ").append(sorted.get(i));
        }
        return text.append("\nHELP and the name of one tells how it is written").toString();
    }
}
