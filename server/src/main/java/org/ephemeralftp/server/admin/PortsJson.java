package org.ephemeralftp.server.admin;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.server.control.SessionSnapshot;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.data.DataView;
import org.ephemeralftp.server.lease.AddressView;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.lease.LeaseTotals;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.PortState;
import org.ephemeralftp.server.lease.PortView;
import org.ephemeralftp.server.lease.ReleaseCause;

/** What {@code /ports} tells: the server at one moment. */
final class PortsJson {
    private final Observed server;
    private final Instant started;
    private final LastExhaustion exhaustion;

    PortsJson(Observed server, Instant started, LastExhaustion exhaustion) {
        this.server = server;
        this.started = started;
        this.exhaustion = exhaustion;
    }

    String write() {
        return Json.object(this::write);
    }

    private void write(JsonWriter json) throws IOException {
        LeaseSnapshot leases = server.leases();
        json.name("at").value(leases.at().toString());
        json.name("started").value(started.toString());
        json.name("draining").value(server.draining());
        json.name("control").value(Ends.of(server.control()));
        json.name("ports").value(server.ports().toString());
        Json.counts(json, leases.counts());
        totals(json, leases.totals());
        exhaustion(json, exhaustion.last());
        json.name("addresses").beginArray();
        for (AddressView address : leases.addresses()) {
            address(json, address);
        }
        json.endArray();
        json.name("sessions").beginArray();
        for (SessionSnapshot session : server.sessions()) {
            session(json, session);
        }
        json.endArray();
    }

    private static void totals(JsonWriter json, LeaseTotals totals) throws IOException {
        json.name("totals").beginObject();
        json.name("granted").value(totals.granted());
        json.name("ended").beginObject();
        for (ReleaseCause cause : ReleaseCause.values()) {
            json.name(Json.name(cause)).value(totals.ended(cause));
        }
        json.endObject();
        json.name("waited").value(totals.waited());
        json.name("refused").value(totals.refused());
        json.name("strangers").value(totals.strangers());
        json.name("bindFailures").value(totals.bindFailures());
        json.endObject();
    }

    private static void exhaustion(JsonWriter json, LastExhaustion.@Nullable Refusal last) throws IOException {
        json.name("lastExhaustion");
        if (last == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("at").value(last.at().toString());
        json.name("client").value(last.client().toString());
        Json.session(json, last.owner());
        Json.counts(json, last.counts());
        json.endObject();
    }

    private static void address(JsonWriter json, AddressView address) throws IOException {
        json.beginObject();
        json.name("address").value(address.address().getHostAddress());
        Json.counts(json, address.counts());
        json.name("ports").beginArray();
        for (PortView port : address.ports()) {
            if (port.state() != PortState.UNUSED || port.connected() > 0 || port.listening()) {
                port(json, port);
            }
        }
        json.endArray();
        json.endObject();
    }

    private static void port(JsonWriter json, PortView port) throws IOException {
        json.beginObject();
        json.name("port").value(port.port());
        json.name("state").value(Json.name(port.state()));
        json.name("listening").value(port.listening());
        json.name("connected").value(port.connected());
        json.name("since").value(text(port.since()));
        json.name("until").value(text(port.until()));
        json.name("leases").beginArray();
        for (LeaseView lease : port.leases()) {
            json.beginObject();
            json.name("client").value(lease.client().toString());
            Json.session(json, lease.owner());
            json.name("since").value(lease.since().toString());
            json.name("deadline").value(lease.deadline().toString());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private static void session(JsonWriter json, SessionSnapshot snapshot) throws IOException {
        SessionView session = snapshot.session();
        json.beginObject();
        json.name("id").value(session.id());
        json.name("user").value(session.user());
        json.name("since").value(snapshot.since().toString());
        json.name("control").beginObject();
        json.name("client").value(Ends.of(session.peer()));
        json.name("server").value(Ends.of(session.local()));
        json.endObject();
        json.name("data");
        data(json, snapshot.data());
        json.name("command").value(snapshot.command());
        json.endObject();
    }

    private static void data(JsonWriter json, @Nullable DataView data) throws IOException {
        if (data == null) {
            json.nullValue();
            return;
        }
        json.beginObject();
        json.name("client").value(Ends.of(data.client()));
        json.name("server").value(Ends.of(data.server()));
        json.name("since").value(data.since().toString());
        json.name("mode").value(Json.name(data.mode()));
        json.endObject();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
