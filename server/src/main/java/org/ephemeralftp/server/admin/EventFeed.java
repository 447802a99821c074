package org.ephemeralftp.server.admin;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.server.control.SessionObserver;
import org.ephemeralftp.server.control.SessionView;
import org.ephemeralftp.server.control.TransferReport;
import org.ephemeralftp.server.lease.ClientKey;
import org.ephemeralftp.server.lease.LeaseCounts;
import org.ephemeralftp.server.lease.LeaseObserver;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.ReleaseCause;

/** The way of events from the server to the readers of {@code /events}. Without readers it only counts them. */
final class EventFeed implements LeaseObserver, SessionObserver {
    private final Instant started;
    private final List<EventReader> readers = new ArrayList<>();
    private volatile boolean read;
    private long last;
    private boolean ended;

    EventFeed(Instant started) {
        this.started = started;
    }

    /** A new reader, which is greeted and gets all that happens from now on. */
    EventReader open() {
        EventReader reader = new EventReader();
        synchronized (this) {
            reader.offer(new Event(
                    last,
                    "hello",
                    Json.object(json -> json.name("at")
                            .value(Instant.now().toString())
                            .name("started")
                            .value(started.toString()))));
            readers.add(reader);
            read = true;
            if (ended) {
                reader.end();
            }
        }
        return reader;
    }

    /** The reader wants no more. */
    synchronized void close(EventReader reader) {
        readers.remove(reader);
        read = !readers.isEmpty();
    }

    /** Nothing is to come any more, for any reader. */
    synchronized void end() {
        ended = true;
        readers.forEach(EventReader::end);
    }

    private void publish(String name, Json.Members members) {
        String data = read
                ? Json.object(json -> {
                    json.name("at").value(Instant.now().toString());
                    members.writeTo(json);
                })
                : null;
        synchronized (this) {
            last++;
            if (data != null) {
                Event event = new Event(last, name, data);
                readers.forEach(reader -> reader.offer(event));
            }
        }
    }

    @Override
    public void granted(LeaseView lease) {
        publish("lease-granted", json -> {
            lease(lease).writeTo(json);
            json.name("deadline").value(lease.deadline().toString());
        });
    }

    @Override
    public void ended(LeaseView lease, ReleaseCause cause) {
        publish("lease-ended", json -> {
            lease(lease).writeTo(json);
            json.name("cause").value(Json.name(cause));
        });
    }

    private static Json.Members lease(LeaseView lease) {
        return json -> {
            json.name("address").value(lease.address().getAddress().getHostAddress());
            json.name("port").value(lease.port());
            json.name("client").value(lease.client().toString());
            Json.session(json, lease.owner());
        };
    }

    @Override
    public void refused(ClientKey client, String owner, LeaseCounts counts) {
        publish("lease-refused", json -> {
            json.name("client").value(client.toString());
            Json.session(json, owner);
            Json.counts(json, counts);
        });
    }

    @Override
    public void stranger(InetSocketAddress peer, InetSocketAddress listener) {
        publish(
                "stranger",
                json -> json.name("peer").value(Ends.of(peer)).name("listener").value(Ends.of(listener)));
    }

    @Override
    public void bindFailed(InetSocketAddress listener, String reason) {
        publish(
                "bind-failed",
                json -> json.name("listener")
                        .value(Ends.of(listener))
                        .name("reason")
                        .value(reason));
    }

    @Override
    public void opened(SessionView session) {
        publish("session-opened", json -> {
            json.name("session").value(session.id());
            json.name("client").value(Ends.of(session.peer()));
            json.name("server").value(Ends.of(session.local()));
        });
    }

    @Override
    public void loggedIn(SessionView session) {
        publish(
                "logged-in",
                json -> json.name("session").value(session.id()).name("user").value(session.user()));
    }

    /** Without the name that was tried, which may be a password. */
    @Override
    public void loginFailed(SessionView session, String user) {
        publish("login-failed", json -> json.name("session").value(session.id()));
    }

    @Override
    public void transferred(SessionView session, TransferReport report) {
        publish("transferred", json -> {
            json.name("session").value(session.id());
            json.name("command").value(report.verb());
            json.name("path").value(report.path());
            json.name("bytes").value(report.bytes());
            json.name("dataPort").value(report.dataPort());
            json.name("code").value(report.code());
            json.name("seconds").value(report.duration().toNanos() / 1e9);
        });
    }

    @Override
    public void closed(SessionView session) {
        publish("session-closed", json -> json.name("session").value(session.id()));
    }
}
