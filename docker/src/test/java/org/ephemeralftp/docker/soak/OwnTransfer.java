package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A transfer of a client of ours that does what no real one does, and ends well all the same. */
enum OwnTransfer implements Visit.Kind {
    /** The data connection is there before the transfer command. */
    EARLY_UPLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            try (RawSession session = new RawSession();
                    Upload upload = new Upload(visit)) {
                try (Socket data = session.connect(session.lease())) {
                    session.expect("STOR " + upload.name, "150");
                    data.getOutputStream().write(upload.content);
                }
                session.expect("226");
                upload.done();
                session.expect("QUIT", "221");
            }
        }
    },
    /** The last of several leases counts. */
    UPLOAD_AFTER_MANY_LEASES {
        @Override
        public void run(Visit visit) throws IOException {
            try (RawSession session = new RawSession();
                    Upload upload = new Upload(visit)) {
                session.lease();
                session.lease();
                try (Socket data = session.connect(session.lease())) {
                    session.expect("STOR " + upload.name, "150");
                    data.getOutputStream().write(upload.content);
                }
                session.expect("226");
                upload.done();
            }
        }
    },
    /** The client reads a little at a time, and its window is small. */
    SLOW_DOWNLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            Path file = visit.site().pool(visit.random());
            String name = visit.site().offer(file);
            try (RawSession session = new RawSession()) {
                try (Socket data = session.connect(session.lease())) {
                    data.setReceiveBufferSize(4096);
                    session.expect("RETR " + name, "150");
                    read(data, 1000, visit, file, name);
                }
                session.expect("226");
            } finally {
                Files.deleteIfExists(visit.site().home().resolve(name));
            }
        }
    },
    /** The server connects. */
    ACTIVE_DOWNLOAD {
        @Override
        public void run(Visit visit) throws IOException {
            Path file = visit.site().pool(visit.random());
            String name = visit.site().offer(file);
            try (RawSession session = new RawSession();
                    ServerSocket listener = new ServerSocket(0, 1, RawSession.loopback())) {
                listener.setSoTimeout(RawSession.LIMIT_MILLIS);
                session.expect("EPRT |1|" + RealClient.HOST + "|" + listener.getLocalPort() + "|", "200");
                session.expect("RETR " + name, "150");
                try (Socket data = listener.accept()) {
                    data.setSoTimeout(RawSession.LIMIT_MILLIS);
                    read(data, 65_536, visit, file, name);
                }
                session.expect("226");
            } finally {
                Files.deleteIfExists(visit.site().home().resolve(name));
            }
        }
    };

    private static void read(Socket data, int atOnce, Visit visit, Path file, String name) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = data.getInputStream();
        byte[] buffer = new byte[atOnce];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            all.write(buffer, 0, count);
        }
        assertThat(Site.hash(all.toByteArray())).as(name).isEqualTo(Site.hash(file));
        visit.books().done(new Books.Done("RETR /" + name, false, all.size()));
    }

    /** An upload of its own name, which is gone when it is closed. */
    private static final class Upload implements AutoCloseable {
        private final Visit visit;
        private final String name;
        private final byte[] content;

        private Upload(Visit visit) throws IOException {
            this.visit = visit;
            name = visit.site().newName();
            content = Files.readAllBytes(visit.site().pool(visit.random()));
        }

        private Path there() {
            return visit.site().home().resolve(name);
        }

        private void done() throws IOException {
            assertThat(Site.hash(there())).as(name).isEqualTo(Site.hash(content));
            visit.books().done(new Books.Done("STOR /" + name, true, content.length));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(there());
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
