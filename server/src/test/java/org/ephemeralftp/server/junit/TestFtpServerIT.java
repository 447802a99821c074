package org.ephemeralftp.server.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.faults.Fault;

/** What a test can do with a {@link TestFtpServer}, against real clients. */
@ExtendWith(EphemeralFtpExtension.class)
class TestFtpServerIT {
    @Test
    void a_file_is_put_in_and_fetched(TestFtpServer ftp) throws IOException {
        ftp.put("orders/4711 ä.csv", "bolts;200");

        try (var stream =
                URI.create(ftp.url() + "orders/4711%20%C3%A4.csv").toURL().openStream()) {
            assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("bolts;200");
        }
        assertThat(ftp.leasedPorts()).hasSize(1).allMatch(ftp.ports()::contains);
    }

    @Test
    void what_a_client_leaves_is_read_out(TestFtpServer ftp) throws IOException {
        FTPClient client = client(ftp);
        client.makeDirectory("in");
        client.storeFile("in/report.txt", new ByteArrayInputStream("one order".getBytes(UTF_8)));
        client.logout();

        assertThat(ftp.files()).containsExactly("in/report.txt");
        assertThat(ftp.text("in/report.txt")).isEqualTo("one order");
        assertThat(ftp.bytes("/in/report.txt")).hasSize(9);
        assertThat(Files.isDirectory(ftp.path("in"))).isTrue();
    }

    @Test
    void commands_are_remembered_and_passwords_are_not(TestFtpServer ftp) throws IOException {
        FTPClient client = client(ftp);
        client.storeFile("a", new ByteArrayInputStream(new byte[10]));
        client.sendCommand("nosuch", "thing");
        client.logout();

        assertThat(ftp.commands().get(0)).hasToString("USER test");
        assertThat(ftp.commands("pass")).containsExactly(new ReceivedCommand("PASS", null));
        assertThat(ftp.commands("STOR")).containsExactly(new ReceivedCommand("STOR", "a"));
        assertThat(ftp.commands("?")).containsExactly(new ReceivedCommand("?", null));
        assertThat(ftp.commands().get(ftp.commands().size() - 1)).hasToString("QUIT");
    }

    @Test
    void an_upload_that_is_under_way_is_no_file_yet(TestFtpServer ftp) throws IOException {
        FTPClient client = client(ftp);
        client.setFileType(FTP.BINARY_FILE_TYPE);
        try (OutputStream upload = client.storeFileStream("a")) {
            upload.write(1);
            upload.flush();
            assertThat(ftp.files()).isEmpty();
        }
        assertThat(client.completePendingCommand()).isTrue();
        assertThat(ftp.files()).containsExactly("a");
        client.disconnect();
    }

    @Test
    void faults_are_scripted(TestFtpServer ftp) throws IOException {
        ftp.put("a", new byte[1000]);
        ftp.faults().next(Fault.noDataPort());

        FTPClient client = client(ftp);

        assertThat(client.sendCommand("EPSV")).isEqualTo(425);
        assertThat(client.sendCommand("EPSV")).isEqualTo(229);
        client.disconnect();
    }

    @Test
    void a_directory_of_the_test_can_be_the_home(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("there"), "before");

        try (TestFtpServer ftp = TestFtpServer.start(
                server -> server.home(directory).passivePorts("27410-27419").user("other", "secret"))) {
            FTPClient client = new FTPClient();
            client.connect(ftp.host(), ftp.port());
            assertThat(client.login("other", "secret")).isTrue();
            client.enterLocalPassiveMode();
            client.rename("there", "here");
            client.disconnect();
            assertThat(ftp.text("here")).isEqualTo("before");
            assertThat(ftp.ports()).hasToString("27410-27419");
        }
        assertThat(directory.resolve("here")).exists();
    }

    @Test
    void a_file_that_is_missing_is_told_with_those_that_are_there(TestFtpServer ftp) {
        ftp.put("out/report.txt", "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.text("report.txt"))
                .withMessage("There is no file 'report.txt' in the home, but [out/report.txt]");
    }

    @Test
    void paths_do_not_leave_the_home(TestFtpServer ftp) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ftp.put("../else", "x"))
                .withMessageContaining("outside of the home");
    }

    private static FTPClient client(TestFtpServer ftp) throws IOException {
        FTPClient client = new FTPClient();
        client.connect(ftp.host(), ftp.port());
        assertThat(client.login(ftp.user(), ftp.password())).isTrue();
        client.enterLocalPassiveMode();
        return client;
    }
}
