package org.ephemeralftp.server.control;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** OPTS (RFC 2389, section 4): options of MLST and MLSD, of HASH, and of UTF8, which is always on (RFC 2640). */
final class OptsCommand extends ReplyCommand {
    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) throws ReplyException {
        String[] words = (request.hasArgument() ? request.getArgument() : "").split(" ", 2);
        String options = words.length < 2 ? "" : words[1].strip();
        SessionOptions selected = SessionData.of(session).options();
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "UTF8", "UTF-8" -> utf8(options);
            case "MLST" -> mlst(options, selected);
            case "HASH" -> hash(options, selected);
            default -> throw new ReplyException(501, "OPTS takes UTF8, MLST or HASH");
        };
    }

    private static FtpReply utf8(String options) throws ReplyException {
        return switch (options.toUpperCase(Locale.ROOT)) {
            case "", "ON" -> reply(200, "UTF8 is on");
            case "OFF" -> throw new ReplyException(504, "Names are always in UTF-8");
            default -> throw new ReplyException(501, "OPTS UTF8 takes ON");
        };
    }

    /** RFC 3659, section 7.9: what is not known is not selected, and the reply tells what is. */
    private static FtpReply mlst(String options, SessionOptions selected) throws ReplyException {
        if (options.indexOf(' ') >= 0) {
            throw new ReplyException(501, "OPTS MLST takes facts, each with a semicolon behind it");
        }
        Set<MlsdLine.Fact> facts = EnumSet.noneOf(MlsdLine.Fact.class);
        for (String name : options.split(";", -1)) {
            Arrays.stream(MlsdLine.Fact.values())
                    .filter(fact -> fact.label().equalsIgnoreCase(name))
                    .forEach(facts::add);
        }
        selected.facts(facts);
        String list = facts.stream().map(fact -> fact.label() + ";").collect(Collectors.joining());
        return reply(200, ("MLST OPTS " + list).strip());
    }

    /** draft-bryan-ftpext-hash, section 4: without a name it tells which algorithm is selected. */
    private static FtpReply hash(String options, SessionOptions selected) throws ReplyException {
        if (!options.isEmpty()) {
            selected.hash(HashAlgorithm.named(options)
                    .orElseThrow(() -> new ReplyException(
                            501,
                            "OPTS HASH takes " + HashAlgorithm.labels() + ", it is still "
                                    + selected.hash().label())));
        }
        return reply(200, selected.hash().label());
    }
}
