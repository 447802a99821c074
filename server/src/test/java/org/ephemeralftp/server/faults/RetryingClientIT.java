package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.server.EphemeralFtpServer;

/** Scripted faults as somebody uses them whose program downloads with commons-net, or with what Java has for FTP. */
@Timeout(120)
class RetryingClientIT {
    private static final byte[] CONTENT = new byte[300_007];

    /** The code under test: it goes on where it was interrupted, a few times. */
    private static final class Downloader {
        private static final int TRIES = 5;

        private final int port;
        private int tries;

        private Downloader(int port) {
            this.port = port;
        }

        byte[] download(String name) throws IOException {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            IOException last = null;
            for (tries = 1; tries <= TRIES; tries++) {
                FTPClient client = new FTPClient();
                try {
                    client.setConnectTimeout(20_000);
                    client.setDefaultTimeout(20_000);
                    client.setDataTimeout(Duration.ofMillis(500));
                    client.connect("127.0.0.1", port);
                    client.login("u", "p");
                    client.setFileType(FTP.BINARY_FILE_TYPE);
                    client.enterLocalPassiveMode();
                    client.setRestartOffset(received.size());
                    if (client.retrieveFile(name, received)) {
                        return received.toByteArray();
                    }
                    last = new IOException(client.getReplyString());
                } catch (IOException e) {
                    last = e;
                } finally {
                    if (client.isConnected()) {
                        client.disconnect();
                    }
                }
            }
            throw new IOException("gave up", last);
        }
    }

    @TempDir
    private Path home;

    private EphemeralFtpServer ftp;

    @BeforeEach
    void start() throws Exception {
        new Random(2).nextBytes(CONTENT);
        Files.write(home.resolve("file"), CONTENT);
        ftp = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22374-22377")
                .home(home)
                .user("u", "p")
                .start();
    }

    @AfterEach
    void stop() {
        ftp.close();
    }

    @Test
    void a_downloader_that_goes_on_gets_the_file_through_every_fault() throws Exception {
        ftp.faults().next(Fault.noDataPort());
        ftp.faults().next(Fault.resetAfter(100_000));
        ftp.faults().next(Fault.stallAfter(50_000));
        ftp.faults().next(Fault.cutControlAfter(0));
        Downloader downloader = new Downloader(ftp.port());
        assertThat(downloader.download("file")).isEqualTo(CONTENT);
        assertThat(downloader.tries).isEqualTo(5);
        assertThat(ftp.faults().pending()).isEmpty();
    }

    @Test
    void a_downloader_gives_up_when_it_should() {
        for (int i = 0; i < Downloader.TRIES; i++) {
            ftp.faults().next(Fault.refuseData());
        }
        assertThatThrownBy(() -> new Downloader(ftp.port()).download("file")).hasMessage("gave up");
        assertThat(ftp.faults().pending()).isEmpty();
    }

    @Test
    void an_upload_that_breaks_is_noticed_and_leaves_the_file_alone() throws Exception {
        FTPClient client = new FTPClient();
        client.setDefaultTimeout(20_000);
        client.connect("127.0.0.1", ftp.port());
        try {
            client.login("u", "p");
            client.enterLocalPassiveMode();
            ftp.faults().next(Fault.resetAfter(1000));
            assertThat(uploads(client)).isFalse();
            assertThat(home.resolve("file")).hasBinaryContent(CONTENT);
            assertThat(ftp.faults().pending()).isEmpty();
        } finally {
            client.disconnect();
        }
    }

    private static boolean uploads(FTPClient client) throws IOException {
        try {
            return client.storeFile("file", new ByteArrayInputStream(new byte[10_000_000]));
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000})
    void java_notices_a_reset(long bytes) throws Exception {
        ftp.faults().next(Fault.resetAfter(bytes));
        var connection = URI.create("ftp://u:p@127.0.0.1:" + ftp.port() + "/file;type=i")
                .toURL()
                .openConnection();
        connection.setReadTimeout(20_000);
        assertThatThrownBy(() -> {
                    try (var in = connection.getInputStream()) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(ftp.faults().pending()).isEmpty();
    }
}
