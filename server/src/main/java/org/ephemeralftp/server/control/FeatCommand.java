package org.ephemeralftp.server.control;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;

/** FEAT (RFC 2389, section 3): the extensions of RFC 959 that this server supports, and no other. */
final class FeatCommand extends ReplyCommand {
    private final List<Function<SessionOptions, String>> features = new CopyOnWriteArrayList<>();

    /** With what is always there. */
    FeatCommand() {
        for (String feature : List.of("EPRT", "EPSV", "MDTM", "MFMT", "REST STREAM", "SIZE", "TVFS", "UTF8")) {
            show(feature);
        }
        for (String checksum : List.of("XCRC", "XMD5", "XSHA1", "XSHA256", "XSHA512")) {
            show(checksum);
        }
        features.add(FeatCommand::mlst);
        features.add(FeatCommand::hash);
    }

    /** Shows one more feature, which is one line. */
    void show(String feature) {
        features.add(options -> feature);
    }

    /** RFC 3659, section 7.8: a star marks what is told, unless OPTS MLST selects anew. */
    private static String mlst(SessionOptions options) {
        return Arrays.stream(MlsdLine.Fact.values())
                .map(fact -> fact.label() + (options.facts().contains(fact) ? "*;" : ";"))
                .collect(Collectors.joining("", "MLST ", ""));
    }

    /** draft-bryan-ftpext-hash, section 3.2: a star marks what is selected. */
    private static String hash(SessionOptions options) {
        return Arrays.stream(HashAlgorithm.values())
                .map(algorithm -> algorithm.label() + (algorithm == options.hash() ? "*" : ""))
                .collect(Collectors.joining(";", "HASH ", ""));
    }

    @Override
    FtpReply answer(FtpIoSession session, FtpRequest request) {
        SessionOptions options = SessionData.of(session).options();
        return reply(
                211,
                features.stream()
                        .map(feature -> feature.apply(options))
                        .sorted(Comparator.naturalOrder())
                        .collect(Collectors.joining("\n ", "Extensions supported:\n ", "\nEnd")));
    }
}
