package org.ephemeralftp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.PasswordHash;

/** What a crash left of uploads goes at the next start from every home that is known then. */
@Timeout(120)
class LeftUploadsIT {
    private static final String RUN = ".ephemeral-ftp/run-0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    /** A home with what is on the disk when a server was killed amid an upload. */
    private Path homeOf(String user) throws IOException {
        Path home = directory.resolve(user);
        Path run = Files.createDirectories(home.resolve(RUN));
        Files.createFile(run.resolve("lock"));
        Files.write(run.resolve("upload-1"), new byte[1000]);
        return home;
    }

    private static void awaitSwept(Path home) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.notExists(home.resolve(".ephemeral-ftp"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void nobody_needs_to_log_in_first() throws Exception {
        PasswordHash hash = PasswordHash.of("p");
        List<Path> known = List.of(homeOf("server"), homeOf("named"), homeOf("file"));
        Path stored = homeOf("stored");
        Path users = Files.writeString(directory.resolve("users"), "f:" + hash.text() + ":" + known.get(2) + ":rw\n");
        AccountStore.Entry entry = new AccountStore.Entry(new Account("s", stored, Access.READ_ONLY, true), hash);
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("27000-27009")
                .home(known.get(0))
                .user("n", "p", known.get(1))
                .usersFile(users)
                .accounts(name -> Optional.of(entry))
                .start()) {
            known.forEach(LeftUploadsIT::awaitSwept);
            assertThat(stored.resolve(RUN)).exists();
            ControlConnection.to(server).logIn("s", "p").close();
            awaitSwept(stored);
        }
    }
}
