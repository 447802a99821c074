package org.ephemeralftp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.DataMode;

/** A home in memory is as good as one on a disk, for every command that has to do with files. */
@Timeout(60)
class JimfsHomeIT {
    /** What the file system can do. */
    enum Kind {
        SECURE,
        BY_PATH,
        WITH_OWNERS,
        WINDOWS;

        Configuration configuration() {
            return switch (this) {
                case SECURE -> Configuration.unix();
                case BY_PATH ->
                    Configuration.unix().toBuilder()
                            .setSupportedFeatures(Feature.LINKS, Feature.SYMBOLIC_LINKS, Feature.FILE_CHANNEL)
                            .build();
                case WITH_OWNERS ->
                    Configuration.unix().toBuilder()
                            .setAttributeViews("basic", "owner", "posix", "unix")
                            .build();
                case WINDOWS -> Configuration.windows();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_file_command_works(Kind kind) throws Exception {
        try (FileSystem memory = Jimfs.newFileSystem(kind.configuration())) {
            Path home = memory.getRootDirectories().iterator().next().resolve("not/there/yet");
            try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                            .port(0)
                            .passivePorts("27030-27039")
                            .home(home)
                            .user("u", "p")
                            .start();
                    ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
                transfers(control, home);
                changes(control, home);
                listings(control);
                brokenUpload(control, home);
                links(control, home);
            }
            try (Stream<Path> left = Files.list(home)) {
                assertThat(left.map(path -> path.getFileName().toString())).doesNotContain(".ephemeral-ftp");
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String received(ControlConnection control, String command) throws IOException {
        return new String(DataMode.EPSV.receive(control, command), UTF_8);
    }

    private static void transfers(ControlConnection control, Path home) throws IOException {
        control.expect("MKD d", 257);
        for (String name : new String[] {"a", "d/a"}) {
            DataMode.EPSV.send(control, "STOR " + name, bytes("old"));
            DataMode.PASV.send(control, "STOR " + name, bytes("0123456789"));
            assertThat(received(control, "RETR " + name)).isEqualTo("0123456789");
            control.expect("REST 7", 350);
            assertThat(received(control, "RETR " + name)).isEqualTo("789");
            DataMode.EPSV.send(control, "APPE " + name, bytes("end"));
            control.expect("REST 2", 350);
            DataMode.EPSV.send(control, "STOR " + name, bytes("xx"));
            assertThat(Files.readString(home.resolve(name))).isEqualTo("01xx456789end");
            assertThat(control.expect("SIZE " + name, 213).text()).isEqualTo("213 13");
        }
        byte[] large = new byte[1 << 20];
        DataMode.PORT.send(control, "STOR large", large);
        assertThat(DataMode.PORT.receive(control, "RETR large")).isEqualTo(large);
        control.expect("DELE large", 250);
        String unique =
                DataMode.EPSV.send(control, "STOU d", bytes("unique")).text().replaceFirst("150 FILE: ", "");
        assertThat(received(control, "RETR " + unique)).isEqualTo("unique");
        control.expect("DELE " + unique, 250);
    }

    private static void changes(ControlConnection control, Path home) throws IOException {
        control.expect("CWD d", 250);
        control.expect("MKD e", 257);
        assertThat(control.expect("PWD", 257).text()).startsWith("257 \"/d\"");
        control.expect("RNFR a", 350);
        control.expect("RNTO e", 553);
        control.expect("RNFR a", 350);
        control.expect("RNTO ../a", 553);
        control.expect("RNFR a", 350);
        control.expect("RNTO e/b", 250);
        control.expect("RNFR e", 350);
        control.expect("RNTO f", 250);
        assertThat(control.expect("MFMT 20200102030405 f/b", 213).text()).isEqualTo("213 Modify=20200102030405; f/b");
        assertThat(control.expect("MDTM f/b", 213).text()).isEqualTo("213 20200102030405.000");
        control.expect("MFMT 20200102030405 f", 213);
        control.expect("MKD f", 550);
        control.expect("RMD f", 550);
        control.expect("CDUP", 250);
        assertThat(Files.readString(home.resolve("d/f/b"))).isEqualTo("01xx456789end");
    }

    private static void listings(ControlConnection control) throws IOException {
        assertThat(received(control, "NLST")).isEqualTo("a\r\nd\r\n");
        assertThat(received(control, "LIST d/f")).matches("-rw.* 13 .* b\r\n");
        assertThat(received(control, "MLSD d/f")).isEqualTo("Size=13;Modify=20200102030405.000;Type=file; b\r\n");
        assertThat(control.expect("MLST d/f/b", 250).text())
                .contains(" Size=13;Modify=20200102030405.000;Type=file; /d/f/b");
        assertThat(control.expect("STAT d/f", 212).text()).contains(" b\n");
    }

    private static void brokenUpload(ControlConnection control, Path home) throws IOException {
        try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
            control.expect("STOR d/f/b", 150);
            data.getOutputStream().write(new byte[500]);
            data.setSoLinger(true, 0);
        }
        control.expect(426);
        assertThat(Files.size(home.resolve("d/f/b"))).isEqualTo(13);
        control.expect("DELE d/f/b", 250);
        control.expect("RMD d/f", 250);
        control.expect("DELE d", 550);
        control.expect("DELE a", 250);
    }

    private static void links(ControlConnection control, Path home) throws IOException {
        Path outside = Files.createDirectory(home.resolveSibling("outside"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(home.resolve("out"), outside);
        control.expect("RETR out/secret", 550);
        control.expect("MKD out/new", 550);
        control.expect("DELE out/secret", 550);
        assertThat(received(control, "NLST")).isEqualTo("d\r\n");
        assertThat(Files.exists(outside.resolve("secret"))).isTrue();
    }
}
