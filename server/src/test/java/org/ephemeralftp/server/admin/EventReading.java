package org.ephemeralftp.server.admin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A reader of {@code /events}, which can be slow: it reads when it is asked to. */
final class EventReading implements Closeable {
    /** An event as it came. */
    record Told(long id, String name, JsonObject data) {}

    private final Socket socket;
    private final BufferedReader in;

    /** HTTP/1.0 has no chunks, in the midst of which an event could be. */
    EventReading(LiveView view) throws IOException {
        socket = view.raw("GET /events HTTP/1.0", "Host: localhost", "", "");
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next event; null at the end of the stream. Comments and the head are passed over. */
    @Nullable
    Told next() throws IOException {
        long id = -1;
        String name = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring("id: ".length()));
            } else if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                String data = line.substring("data: ".length());
                return new Told(id, name, JsonParser.parseString(data).getAsJsonObject());
            }
        }
        return null;
    }

    /** The next event, which must have this name. */
    JsonObject expect(String name) throws IOException {
        Told told = next();
        if (told == null || !told.name.equals(name)) {
            throw new AssertionError("Expected " + name + ", but there was " + told);
        }
        return told.data;
    }

    /** The next line as it is. */
    @Nullable
    String line() throws IOException {
        return in.readLine();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
