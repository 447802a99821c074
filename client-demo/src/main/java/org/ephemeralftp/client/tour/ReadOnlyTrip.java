package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.FTPListParseEngine;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;
import org.apache.commons.net.ftp.parser.ParserInitializationException;

/** The trip of an account that may not write: list, download the first plain file, compare with the first download. */
final class ReadOnlyTrip implements Trip {
    private static final long LARGEST = 64L << 20;

    private final ReadOnlyReference reference;

    ReadOnlyTrip(ReadOnlyReference reference) {
        this.reference = reference;
    }

    @Override
    public long go(RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.LIST);
        // SYST goes first: a listing can only be read by who knows what writes it.
        String system = system(client);
        BoundedBuffer listing = new BoundedBuffer();
        client.list(listing);
        Optional<FTPFile> file = choose(listing, system);
        if (file.isEmpty()) {
            timeline.note("no plain file of at most 64 MiB in the listing: nothing to download");
            return 0;
        }
        return download(file.get(), client, timeline);
    }

    private long download(FTPFile file, RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.DOWNLOAD);
        Sink sink = new Sink();
        if (!client.retrieveFile(file.getName(), sink)) {
            throw client.refusal();
        }
        timeline.step(Step.COMPARE);
        if (file.getSize() >= 0 && file.getSize() != sink.count) {
            throw new TourFailure("the download brought " + sink.count + " bytes, the listing says " + file.getSize());
        }
        boolean first = reference.first();
        reference.compare(file.getName(), HexFormat.of().formatHex(sink.digest.digest()));
        timeline.note("%,d bytes, as %s".formatted(sink.count, first ? "many as the listing says" : "the first time"));
        return sink.count;
    }

    private static String system(RecordingFtpClient client) throws IOException {
        try {
            return client.getSystemType();
        } catch (TourFailure e) {
            throw e;
        } catch (IOException e) {
            if (!client.isConnected() || client.getReplyCode() < 500) {
                throw e;
            }
            // Servers that refuse SYST write listings as Unix does.
            return "UNIX";
        }
    }

    private Optional<FTPFile> choose(BoundedBuffer listing, String system) throws IOException {
        FTPListParseEngine engine = new FTPListParseEngine(parserFor(system));
        engine.readServerList(listing.open(), StandardCharsets.UTF_8.name());
        return Arrays.stream(engine.getFiles())
                .filter(file -> file != null && file.isFile() && file.getSize() <= LARGEST)
                .filter(file -> reference.name().map(file.getName()::equals).orElse(true))
                .filter(file ->
                        file.getName().indexOf('\r') < 0 && file.getName().indexOf('\n') < 0)
                .findFirst();
    }

    private static FTPFileEntryParser parserFor(String system) {
        DefaultFTPFileEntryParserFactory factory = new DefaultFTPFileEntryParserFactory();
        try {
            return factory.createFileEntryParser(system);
        } catch (ParserInitializationException e) {
            return factory.createFileEntryParser("UNIX");
        }
    }

    @Override
    public void cleanUp(ControlConnections.Opener opener, Timeline timeline) {}

    /** Counts and digests a download that nobody keeps. */
    private static final class Sink extends OutputStream {
        private final MessageDigest digest;
        private long count;

        Sink() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            digest.update(source, offset, length);
            count += length;
            if (count > LARGEST) {
                throw new TourFailure("the download is longer than 64 MiB, more than its listing said");
            }
        }
    }
}
