package org.ephemeralftp.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/** A client on Docker's host that is logged in to a container, and believes the address of a 227. */
final class HostClient implements AutoCloseable {
    private static final int LIMIT_MILLIS = 60_000;
    private static final String TEXT = "200 bolts\n";

    private final FTPClient client;
    private final String host;

    HostClient(FtpServerContainer ftp, FTPClient client) throws IOException {
        this.client = client;
        host = ftp.getHost();
        client.setDefaultTimeout(LIMIT_MILLIS);
        client.setConnectTimeout(LIMIT_MILLIS);
        client.setDataTimeout(Duration.ofMillis(LIMIT_MILLIS));
        // Otherwise commons-net takes the host of the control connection, or does so for some addresses.
        client.setIpAddressFromPasvResponse(true);
        client.setPassiveNatWorkaroundStrategy(null);
        client.connect(host, ftp.getControlPort());
        assertThat(client.login(ftp.getUsername(), ftp.getPassword()))
                .as(client.getReplyString())
                .isTrue();
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
    }

    /** Uploads, lists and downloads; the port of the last data connection. */
    int roundTrip(boolean epsv) throws IOException {
        client.setUseEPSVwithIPv4(epsv);
        assertThat(client.storeFile("orders.csv", new ByteArrayInputStream(TEXT.getBytes(UTF_8))))
                .as(client.getReplyString())
                .isTrue();
        assertThat(client.listNames()).as(client.getReplyString()).contains("orders.csv");
        ByteArrayOutputStream download = new ByteArrayOutputStream();
        assertThat(client.retrieveFile("orders.csv", download))
                .as(client.getReplyString())
                .isTrue();
        assertThat(download.toString(UTF_8)).isEqualTo(TEXT);
        // A host that runs Linux could reach the container's own address, too.
        assertThat(InetAddress.getByName(client.getPassiveHost())).isEqualTo(InetAddress.getByName(host));
        return client.getPassivePort();
    }

    @Override
    public void close() throws IOException {
        client.disconnect();
    }
}
