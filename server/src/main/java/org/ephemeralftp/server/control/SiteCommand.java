package org.ephemeralftp.server.control;

import java.util.Locale;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.jspecify.annotations.Nullable;

/** SITE (RFC 959, section 4.1.3; RFC 1123, section 4.1.2.8): what a server has of its own, which here is little. */
final class SiteCommand extends ReplyCommand {
    private final @Nullable SiteLease lease;

    /** {@code lease} is null if clients may not choose their ports. */
    SiteCommand(@Nullable SiteLease lease) {
        this.lease = lease;
    }

    /** How the command is written. */
    String syntax() {
        return "SITE HELP" + (lease == null ? "" : " | " + SiteLease.SYNTAX);
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        if (!request.hasArgument()) {
            throw new ReplyException(501, "SITE takes a command: HELP" + (lease == null ? "" : " or LEASE"));
        }
        String[] words = request.getArgument().strip().toUpperCase(Locale.ROOT).split(" +", 2);
        if (words[0].equals("HELP")) {
            return reply(214, all());
        }
        if (lease != null && words[0].equals("LEASE")) {
            return reply(200, lease.answer(session, words.length == 1 ? "" : words[1]));
        }
        // Without what was asked for: other servers have passwords changed like this.
        throw new ReplyException(501, all());
    }

    private String all() {
        return lease == null ? "The only SITE command is HELP" : "The SITE commands are HELP | " + SiteLease.SYNTAX;
    }
}
