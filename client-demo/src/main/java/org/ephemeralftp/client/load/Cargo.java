package org.ephemeralftp.client.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one transfer moves, and the command it takes. */
sealed interface Cargo {
    Operation operation();

    String verb();

    @Nullable
    String argument();

    /** Moves all bytes; its caller closes the connection. */
    Moved move(Socket data, byte[] buffer, Runnable afterEach) throws IOException;

    /**
     * What was moved.
     *
     * @param check asked only when the server has said that all is well
     */
    record Moved(long bytes, Supplier<@Nullable String> check) {}

    /** A new file. */
    record Upload(String name, LoadContent content) implements Cargo {
        @Override
        public Operation operation() {
            return Operation.UPLOAD;
        }

        @Override
        public String verb() {
            return "STOR";
        }

        @Override
        public String argument() {
            return name;
        }

        @Override
        public Moved move(Socket data, byte[] buffer, Runnable afterEach) throws IOException {
            content.writeTo(data.getOutputStream(), afterEach);
            return new Moved(content.size(), () -> null);
        }
    }

    /** A file that is there. */
    record Download(String name, Supplier<LoadContent.Check> checks) implements Cargo {
        @Override
        public Operation operation() {
            return Operation.DOWNLOAD;
        }

        @Override
        public String verb() {
            return "RETR";
        }

        @Override
        public String argument() {
            return name;
        }

        @Override
        public Moved move(Socket data, byte[] buffer, Runnable afterEach) throws IOException {
            LoadContent.Check check = checks.get();
            InputStream in = data.getInputStream();
            long bytes = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                check.add(buffer, count);
                bytes += count;
                afterEach.run();
            }
            return new Moved(bytes, check::difference);
        }
    }

    /** The directory. */
    record Listing() implements Cargo {
        @Override
        public Operation operation() {
            return Operation.LIST;
        }

        @Override
        public String verb() {
            return "LIST";
        }

        @Override
        public @Nullable String argument() {
            return null;
        }

        @Override
        public Moved move(Socket data, byte[] buffer, Runnable afterEach) throws IOException {
            InputStream in = data.getInputStream();
            long bytes = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
                afterEach.run();
            }
            return new Moved(bytes, () -> null);
        }
    }
}
