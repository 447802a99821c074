package org.ephemeralftp.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;

/** Apache Commons Net as anybody would use it: on its own it resumes nothing. */
final class CommonsNetTlsProgram implements TlsProgram {
    private static final int LIMIT_MILLIS = 30_000;

    @Override
    public List<String> programs() {
        return List.of();
    }

    @Override
    public boolean resumes() {
        return false;
    }

    @Override
    public Said run(Trip trip) throws IOException {
        FTPSClient client = new FTPSClient();
        client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
        client.setEnabledProtocols(new String[] {trip.version().protocol()});
        client.setDefaultTimeout(LIMIT_MILLIS);
        client.setDataTimeout(Duration.ofMillis(LIMIT_MILLIS));
        client.connect(Family.IPV4.loopback(), trip.port());
        StringBuilder text = new StringBuilder();
        try {
            boolean done =
                    client.login(Trip.USER, Trip.PASSWORD) && prepare(client, trip) && transfer(client, trip, text);
            return new Said(done, text + client.getReplyString());
        } finally {
            client.disconnect();
        }
    }

    private static boolean prepare(FTPSClient client, Trip trip) throws IOException {
        client.execPBSZ(0);
        client.execPROT("P");
        if (trip.passive()) {
            client.enterLocalPassiveMode();
        }
        return client.setFileType(FTP.BINARY_FILE_TYPE);
    }

    private static boolean transfer(FTPSClient client, Trip trip, StringBuilder text) throws IOException {
        try (OutputStream sink = Files.newOutputStream(trip.work().resolve(DOWNLOAD))) {
            if (!client.retrieveFile(DOWNLOAD, sink)) {
                return false;
            }
        }
        String[] names = client.listNames();
        if (names == null) {
            return false;
        }
        text.append(String.join("\n", names));
        try (InputStream source = Files.newInputStream(trip.work().resolve(UPLOAD))) {
            return client.storeFile(UPLOAD, source);
        }
    }

    @Override
    public String toString() {
        return "commons-net";
    }
}
