package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;

/**
 * What a disk has on it when the power goes: the home is an ext4 file system in a file, and a copy of that file is what
 * has been written so far. Mounting the copy is the first start after the cut.
 */
@Timeout(300)
class PowerCutIT {
    private static final int CUTS = 50;
    private static final int MOST_BYTES = 200_000;

    @TempDir
    private Path directory;

    private Path home;
    private Path after;

    @BeforeEach
    void mountDisk() throws Exception {
        home = Files.createDirectory(directory.resolve("home"));
        after = Files.createDirectory(directory.resolve("after"));
        Path disk = directory.resolve("disk");
        try (FileChannel file = FileChannel.open(disk, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.truncate(0).write(ByteBuffer.allocate(1), (32 << 20) - 1);
        }
        assumeThat(run("mkfs.ext4", "-q", "-F", disk.toString())
                        && run("mount", "-o", "loop", disk.toString(), home.toString()))
                .as("a file system in a file can be mounted here, which takes root, mkfs.ext4 and a loop device")
                .isTrue();
    }

    @AfterEach
    void unmountDisk() throws Exception {
        run("umount", "-l", home.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void what_has_its_final_name_is_whole_after_a_power_cut() throws Exception {
        Random random = new Random(21);
        Map<String, Integer> sizes = new HashMap<>();
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27420-27429")
                .home(home)
                .user("u", "p")
                .start()) {
            for (int cut = 0; cut < CUTS; cut++) {
                String name = cut % 3 == 0 ? "replaced" : "new" + cut;
                byte[] content = new byte[1 + random.nextInt(MOST_BYTES)];
                Arrays.fill(content, (byte) (1 + cut));
                boolean whole = cut % 4 != 3;
                try (ControlConnection control = ControlConnection.to(server).logIn("u", "p");
                        Socket data = ControlConnection.connect(control.client(), control.passive())) {
                    control.expect("STOR " + name, 150);
                    data.getOutputStream().write(content, 0, whole ? content.length : random.nextInt(content.length));
                    // Otherwise its end would be the end of a shorter file.
                    data.setSoLinger(!whole, 0);
                    if (whole) {
                        sizes.put(name + "/" + (1 + cut), content.length);
                        data.close();
                        control.expect(226);
                    }
                    cutPower(sizes);
                }
            }
        }
        assertThat(sizes).hasSizeGreaterThan(CUTS / 2);
    }

    /** The names that files have may be on the disk long before what is in them: that is when it hurts. */
    private void cutPower(Map<String, Integer> sizes) throws Exception {
        try (FileChannel other = FileChannel.open(
                home.resolve("lost+found").resolve("other"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.write(ByteBuffer.allocate(1));
            other.force(true);
        }
        Path copy = directory.resolve("copy");
        Files.copy(directory.resolve("disk"), copy, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run("mount", "-o", "loop", copy.toString(), after.toString()))
                .isTrue();
        try (Stream<Path> files = Files.list(after)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                assertThat(content).as(file.toString()).isNotEmpty().containsOnly(content[0]);
                assertThat(sizes).containsEntry(file.getFileName() + "/" + content[0], content.length);
            }
        } finally {
            run("umount", after.toString());
        }
    }
}
