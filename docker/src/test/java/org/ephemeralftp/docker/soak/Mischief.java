package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.ephemeralftp.docker.testing.Program;

/** A client that breaks off, stays away or does harm. What it aims at stays as it was. */
enum Mischief implements Visit.Kind {
    CONNECT_AND_LEAVE {
        @Override
        public void run(Visit visit) throws IOException {
            try (Socket control = new Socket(RawSession.loopback(), Soak.PORT)) {
                control.setSoTimeout(RawSession.LIMIT_MILLIS);
                assertThat(control.getInputStream().read()).isEqualTo('2');
            }
        }
    },
    LEASE_AND_LEAVE {
        @Override
        public void run(Visit visit) throws IOException {
            try (RawSession session = new RawSession()) {
                session.lease();
            }
        }
    },
    /** The lease times out, and the transfer command with it. */
    LEASE_AND_NEVER_CONNECT {
        @Override
        public void run(Visit visit) throws IOException {
            try (RawSession session = new RawSession()) {
                session.lease();
                session.expect("NLST", "150");
                session.expect("425");
            }
        }
    },
    /** Somebody else connects to the data port and is reset; the client's own connection is not disturbed. */
    STRANGER {
        @Override
        public void run(Visit visit) throws IOException {
            String name = visit.site().offer(visit.site().largest());
            try (RawSession session = new RawSession()) {
                int port = session.lease();
                try (Socket stranger = new Socket()) {
                    stranger.setSoTimeout(RawSession.LIMIT_MILLIS);
                    stranger.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.9"), 0));
                    connectAsStranger(stranger, port);
                }
                try (Socket data = session.connect(port)) {
                    session.expect("RETR " + name, "150");
                    byte[] all = data.getInputStream().readAllBytes();
                    assertThat(Site.hash(all)).isEqualTo(Site.hash(visit.site().largest()));
                    visit.books().done(new Books.Done("RETR /" + name, false, all.length));
                }
                session.expect("226");
            } finally {
                Files.deleteIfExists(visit.site().home().resolve(name));
            }
        }
    },
    ABORTED_DOWNLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            String name = visit.site().offer(visit.site().largest());
            try (RawSession session = new RawSession()) {
                try (Socket data = session.connect(session.lease())) {
                    session.expect("RETR " + name, "150");
                    assertThat(data.getInputStream().readNBytes(1000)).hasSize(1000);
                    String first = session.command("ABOR");
                    assertThat(first).matches("(426|226) .*");
                    session.expect("226");
                }
                session.expect("NOOP", "200");
            } finally {
                Files.deleteIfExists(visit.site().home().resolve(name));
            }
        }
    },
    RESET_DOWNLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            String name = visit.site().offer(visit.site().largest());
            try (RawSession session = new RawSession()) {
                try (Socket data = session.connect(session.lease())) {
                    session.expect("RETR " + name, "150");
                    assertThat(data.getInputStream().readNBytes(1000)).hasSize(1000);
                    reset(data);
                }
                assertThat(session.reply()).matches("(426|226) .*");
            } finally {
                Files.deleteIfExists(visit.site().home().resolve(name));
            }
        }
    },
    RESET_UPLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            String name = visit.site().precious(visit.worker());
            try (RawSession session = new RawSession()) {
                try (Socket data = session.connect(session.lease())) {
                    session.expect("STOR " + name, "150");
                    data.getOutputStream().write(new byte[10_000]);
                    reset(data);
                }
                session.expect("426");
            }
            assertUnharmed(visit, name);
        }
    },
    /** Both connections end at once, and neither politely. */
    RESET_BOTH {
        @Override
        public void run(Visit visit) throws IOException {
            String name = visit.site().precious(visit.worker());
            try (RawSession session = new RawSession();
                    Socket data = session.connect(session.lease())) {
                session.expect("STOR " + name, "150");
                data.getOutputStream().write(new byte[10_000]);
                session.reset();
                reset(data);
            }
            assertUnharmed(visit, name);
        }
    },
    KILLED_CLIENT {
        @Override
        public void run(Visit visit) throws IOException, InterruptedException {
            String name = visit.site().precious(visit.worker());
            List<String> command = List.of(
                    "curl",
                    "--disable",
                    "--limit-rate",
                    "200K",
                    "--user",
                    Site.USER + ":" + Site.PASSWORD,
                    "--upload-file",
                    visit.site().largest().toString(),
                    "ftp://" + RealClient.HOST + ":" + Soak.PORT + "/" + name);
            Process client = Program.builder(visit.work(), command)
                    .redirectErrorStream(true)
                    .start();
            try (InputStream progress = client.getInputStream()) {
                // Its meter begins to move when the transfer does.
                progress.readNBytes(400);
            } finally {
                client.destroyForcibly();
                client.waitFor(RawSession.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            }
            assertUnharmed(visit, name);
        }
    };

    /** The reset may come while it connects, too. */
    private static void connectAsStranger(Socket stranger, int port) throws IOException {
        try {
            stranger.connect(new InetSocketAddress(RawSession.loopback(), port), RawSession.LIMIT_MILLIS);
            assertThat(stranger.getInputStream().read())
                    .as("what a stranger reads")
                    .isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void assertUnharmed(Visit visit, String name) throws IOException {
        Path file = visit.site().home().resolve(name);
        assertThat(Arrays.equals(Files.readAllBytes(file), Site.preciousContent()))
                .as("%s is as it was", name)
                .isTrue();
    }
}
