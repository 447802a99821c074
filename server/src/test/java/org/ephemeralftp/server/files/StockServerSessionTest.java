package org.ephemeralftp.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.Accounts;

/** Files and accounts as a client meets them, behind the unchanged commands of Apache FtpServer. */
class StockServerSessionTest {

    @TempDir
    private Path base;

    private final FTPClient client = new FTPClient();
    private FtpServer server;
    private int port;
    private Path home;
    private Path secret;

    @BeforeEach
    void start() throws Exception {
        home = base.resolve("home");
        secret =
                Files.writeString(Files.createDirectory(base.resolve("outside")).resolve("secret"), "secret");
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(0);
        Listener listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setLoginFailureDelay(0);
        factory.setConnectionConfig(connections.createConnectionConfig());
        factory.setUserManager(Accounts.builder()
                .user("u", "p", home)
                .readOnlyUser("r", "p", home)
                .anonymous(home)
                .build());
        factory.setFileSystem(new HomeFileSystem(user -> ((Account) user).home()));
        server = factory.createServer();
        server.start();
        port = listener.getPort();
        client.connect("127.0.0.1", port);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        client.disconnect();
        server.stop();
    }

    private void logIn(String name, String password) throws IOException {
        assertThat(client.login(name, password)).as(client.getReplyString()).isTrue();
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
    }

    private boolean upload(String name, String content) throws IOException {
        return client.storeFile(name, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private String download(String name) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThat(client.retrieveFile(name, received))
                .as(client.getReplyString())
                .isTrue();
        return received.toString(UTF_8);
    }

    @Test
    void uploadsListsAndDownloads() throws IOException {
        logIn("u", "p");
        assertThat(client.printWorkingDirectory()).isEqualTo("/");
        assertThat(client.makeDirectory("d")).isTrue();
        assertThat(client.changeWorkingDirectory("d")).isTrue();

        assertThat(upload("a.txt", "0123456789")).isTrue();
        assertThat(upload(".b", "")).isTrue();

        assertThat(home.resolve("d/a.txt")).hasContent("0123456789");
        assertThat(client.listFiles()).extracting(FTPFile::getName).containsExactly(".b", "a.txt");
        assertThat(client.listFiles("/")).singleElement().satisfies(d -> {
            assertThat(d.getName()).isEqualTo("d");
            assertThat(d.isDirectory()).isTrue();
        });
        assertThat(client.listFiles("/d/a.txt")).singleElement().satisfies(a -> {
            assertThat(a.getSize()).isEqualTo(10);
            assertThat(a.isFile()).isTrue();
        });
        assertThat(download("/d/a.txt")).isEqualTo("0123456789");
        client.setRestartOffset(7);
        assertThat(download("a.txt")).isEqualTo("789");
    }

    @Test
    void appendsRenamesAndDeletes() throws IOException {
        logIn("u", "p");
        assertThat(upload("a", "one")).isTrue();
        assertThat(client.appendFile("a", new ByteArrayInputStream("two".getBytes(UTF_8))))
                .isTrue();
        assertThat(client.rename("a", "b")).isTrue();
        assertThat(download("b")).isEqualTo("onetwo");
        assertThat(client.deleteFile("b")).isTrue();
        assertThat(client.makeDirectory("d")).isTrue();
        assertThat(client.removeDirectory("d")).isTrue();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void theDirectoryOneIsInCannotBeRemoved() throws IOException {
        logIn("u", "p");
        assertThat(client.makeDirectory("d")).isTrue();
        assertThat(client.changeWorkingDirectory("d")).isTrue();

        assertThat(client.removeDirectory("/d")).isFalse();

        assertThat(home.resolve("d")).isDirectory();
    }

    @Test
    void dotDotAtTheRootStaysThere() throws IOException {
        logIn("u", "p");

        assertThat(client.cwd("..")).isEqualTo(250);
        assertThat(client.printWorkingDirectory()).isEqualTo("/");
        assertThat(client.cdup()).isEqualTo(250);
        assertThat(client.cwd("../outside")).isEqualTo(550);
        assertThat(client.printWorkingDirectory()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"u, wrong", "u, ''", "unknown, p", "U, p"})
    void aLoginThatIsWrongGets530(String name, String password) throws IOException {
        assertThat(client.user(name)).isEqualTo(331);
        assertThat(client.pass(password)).isEqualTo(530);
        assertThat(client.pwd()).isEqualTo(530);
    }

    @ParameterizedTest
    @CsvSource({"r, p", "anonymous, me@example.org", "ftp, ''"})
    void aReadOnlyAccountDownloadsButChangesNothing(String name, String password) throws IOException {
        Files.createDirectory(home);
        Files.writeString(home.resolve("a"), "old");
        logIn(name, password);

        assertThat(download("a")).isEqualTo("old");
        assertThat(client.listFiles()).hasSize(1);
        assertThat(upload("a", "new")).isFalse();
        assertThat(client.getReplyCode()).isEqualTo(550);
        assertThat(upload("b", "new")).isFalse();
        assertThat(client.appendFile("a", new ByteArrayInputStream(new byte[1])))
                .isFalse();
        assertThat(client.deleteFile("a")).isFalse();
        assertThat(client.rename("a", "b")).isFalse();
        assertThat(client.makeDirectory("d")).isFalse();
        assertThat(client.mfmt("a", "20200101000000")).isEqualTo(450);

        assertThat(home.resolve("a")).hasContent("old");
        assertThat(home).isDirectoryNotContaining("glob:**/{b,d}");
    }

    @Test
    void aLinkOutOfTheHomeIsRefused() throws IOException {
        Files.createDirectory(home);
        Files.createSymbolicLink(home.resolve("out"), secret.getParent());
        Files.createSymbolicLink(home.resolve("out-file"), secret);
        Files.createSymbolicLink(home.resolve("out-new"), secret.resolveSibling("new"));
        logIn("u", "p");

        assertThat(client.listFiles()).isEmpty();
        for (String name : new String[] {"out-file", "out/secret"}) {
            assertThat(client.retrieveFile(name, new ByteArrayOutputStream())).isFalse();
            assertThat(client.getReplyCode()).isEqualTo(550);
            assertThat(upload(name, "overwritten")).isFalse();
            assertThat(client.getReplyCode()).isEqualTo(550);
            assertThat(client.getSize(name)).isNull();
        }
        assertThat(upload("out-new", "x")).isFalse();
        assertThat(upload("out/new", "x")).isFalse();
        assertThat(client.cwd("out")).isEqualTo(550);
        assertThat(client.listFiles("out")).isEmpty();
        assertThat(client.getReplyCode()).isEqualTo(450);

        assertThat(secret).hasContent("secret");
        assertThat(secret.getParent()).isDirectoryNotContaining("glob:**/new");
    }

    @Test
    void aNameNoFileCanHaveGetsAnOrdinaryReply() throws IOException {
        logIn("u", "p");

        assertThat(client.sendCommand("SIZE a\0b")).isEqualTo(550);
        assertThat(client.sendCommand("CWD a\0b")).isEqualTo(550);
        assertThat(client.sendCommand("MKD a\0b")).isEqualTo(550);
        assertThat(client.sendCommand("NOOP")).isEqualTo(200);
    }

    @Test
    void aNameInAnotherAlphabetComesBackAsItWasGiven() throws IOException {
        FTPClient unicode = new FTPClient();
        unicode.setControlEncoding(UTF_8);
        unicode.connect("127.0.0.1", port);
        try {
            assertThat(unicode.login("u", "p")).isTrue();
            unicode.enterLocalPassiveMode();
            assertThat(unicode.makeDirectory("žluť ✓")).isTrue();
            assertThat(Objects.requireNonNull(unicode.listFiles()))
                    .extracting(FTPFile::getName)
                    .containsExactly("žluť ✓");
        } finally {
            unicode.disconnect();
        }
    }
}
