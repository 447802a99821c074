package org.ephemeralftp.server.admin;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.lease.LeaseCounts;

/** Objects in JSON (RFC 8259) on one line, and what more than one of them has. */
final class Json {
    /** What is in an object. */
    interface Members {
        void writeTo(JsonWriter json) throws IOException;
    }

    private Json() {}

    static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            members.writeTo(json);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return text.toString();
    }

    static void counts(JsonWriter json, LeaseCounts counts) throws IOException {
        json.name("counts").beginObject();
        json.name("ports").value(counts.ports());
        json.name("unused").value(counts.unused());
        json.name("leased").value(counts.leased());
        json.name("resting").value(counts.resting());
        json.name("blocked").value(counts.blocked());
        json.name("closing").value(counts.closing());
        json.name("withdrawn").value(counts.withdrawn());
        json.name("listening").value(counts.listening());
        json.name("pending").value(counts.pending());
        json.name("waiting").value(counts.waiting());
        json.name("arrived").value(counts.arrived());
        json.name("connected").value(counts.connected());
        json.endObject();
    }

    /** The number of the session that a lease belongs to. */
    static void session(JsonWriter json, String owner) throws IOException {
        json.name("session");
        var id = SessionView.idOf(owner);
        if (id.isPresent()) {
            json.value(id.getAsLong());
        } else {
            json.nullValue();
        }
    }

    /** The name of a constant as it is written outside of Java: {@code TIMED_OUT} is {@code timed-out}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
