package org.ephemeralftp.client.tour;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.net.ftp.FTPReply;

/** The trip of an account that may write: upload, list, download, compare, delete. */
final class RoundTrip implements Trip {
    private final String name;
    private final Payload payload;
    private boolean onServer;

    RoundTrip(String name, Payload payload) {
        this.name = name;
        this.payload = payload;
    }

    @Override
    public long go(RecordingFtpClient client, Timeline timeline) throws IOException {
        upload(client, timeline);
        list(client, timeline);
        download(client, timeline);
        delete(client, timeline);
        return payload.size();
    }

    private void upload(RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.UPLOAD);
        // Until STOR is refused nobody knows how much of it is there.
        onServer = true;
        try (InputStream bytes = payload.open()) {
            if (!client.upload(name, bytes)) {
                throw client.refusal();
            }
        } catch (TourFailure e) {
            onServer = !FTPReply.isNegativePermanent(client.getReplyCode());
            throw mayNotWrite(client) ? advised(e) : e;
        }
    }

    private static boolean mayNotWrite(RecordingFtpClient client) {
        int code = client.getReplyCode();
        return code == FTPReply.FILE_UNAVAILABLE
                || code == FTPReply.FILE_NAME_NOT_ALLOWED
                || code == FTPReply.NEED_ACCOUNT_FOR_STORING_FILES;
    }

    private static TourFailure advised(TourFailure e) {
        return new TourFailure(
                e.kind(),
                FailureText.advised(e.getMessage(), "if this account may only read, tour it with --read-only"),
                e);
    }

    private void list(RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.LIST);
        BoundedBuffer listing = new BoundedBuffer();
        client.list(listing);
        // The name is unique, so no listing format has to be understood to find it.
        if (listing.lines().stream().noneMatch(line -> line.contains(name))) {
            throw new TourFailure("the listing (" + entries(listing) + ") does not show the uploaded file");
        }
        timeline.note("the file is in the listing (" + entries(listing) + ")");
    }

    private void download(RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.DOWNLOAD);
        Payload.Comparison comparison = payload.compare();
        if (!client.retrieveFile(name, comparison)) {
            throw client.refusal();
        }
        timeline.step(Step.COMPARE);
        comparison.finish();
        timeline.note("all %,d bytes match".formatted(payload.size()));
    }

    private void delete(RecordingFtpClient client, Timeline timeline) throws IOException {
        timeline.step(Step.DELETE);
        if (!client.deleteFile(name)) {
            throw client.refusal();
        }
        onServer = false;
    }

    @Override
    public void cleanUp(ControlConnections.Opener opener, Timeline timeline) {
        if (!onServer) {
            return;
        }
        timeline.step(Step.CLEAN_UP);
        try {
            RecordingFtpClient client = opener.open(timeline);
            timeline.step(Step.CLEAN_UP);
            if (!client.deleteFile(name)) {
                timeline.note(name + " was not there, or stays behind");
            }
        } catch (IOException e) {
            timeline.note(name + " may stay behind: " + FailureText.describe(e, timeline.lastReply()));
        }
    }

    private static String entries(BoundedBuffer listing) {
        int lines = listing.lines().size();
        return lines == 1 ? "1 line" : lines + " lines";
    }
}
