package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.ControlConnection;

/** Events come in order, whole, and never at the cost of the server. */
@Timeout(180)
class LiveViewEventsIT {
    @TempDir
    private Path home;

    private LiveView view;

    @BeforeEach
    void start() throws Exception {
        view = LiveView.start(home, "24530-24539");
    }

    @AfterEach
    void stop() {
        view.close();
    }

    @Test
    void the_life_of_a_session_is_told_in_order() throws Exception {
        try (EventReading events = new EventReading(view)) {
            events.expect("hello");
            int port;
            try (ControlConnection control = view.session();
                    Socket data = ControlConnection.connect(control.client(), control.passive())) {
                port = data.getPort();
                control.expect("STOR \"<a>\\ ü\u2028b", 150);
                data.getOutputStream().write(new byte[7]);
                data.close();
                control.expect(226);
            }
            long session = events.expect("session-opened").get("session").getAsLong();
            assertThat(events.expect("logged-in").get("user").getAsString()).isEqualTo("u");
            JsonObject granted = events.expect("lease-granted");
            assertThat(granted.get("port").getAsInt()).isEqualTo(port);
            assertThat(granted.get("session").getAsLong()).isEqualTo(session);
            JsonObject ended = events.expect("lease-ended");
            assertThat(ended.get("cause").getAsString()).isEqualTo("connected");
            JsonObject transferred = events.expect("transferred");
            assertThat(transferred.get("path").getAsString()).isEqualTo("/\"<a>\\ ü\u2028b");
            assertThat(transferred.get("bytes").getAsLong()).isEqualTo(7);
            assertThat(transferred.get("code").getAsInt()).isEqualTo(226);
            assertThat(transferred.get("dataPort").getAsInt()).isEqualTo(port);
            assertThat(events.expect("session-closed").get("session").getAsLong())
                    .isEqualTo(session);
        }
    }

    @Test
    void the_name_of_a_failed_login_is_not_told() throws Exception {
        try (EventReading events = new EventReading(view);
                ControlConnection control = ControlConnection.to(view.server)) {
            control.expect("USER hunter2", 331);
            control.expect("PASS u", 530);
            events.expect("hello");
            events.expect("session-opened");
            assertThat(events.expect("login-failed").keySet()).containsExactlyInAnyOrder("at", "session");
        }
    }

    /** What it did not get it is told of, and the ledger is even. */
    @Test
    void a_slow_reader_loses_events_and_is_told_how_many() throws Exception {
        int commands = 6000;
        String name = ("x".repeat(200) + "/").repeat(10);
        List<EventReading.Told> told = new ArrayList<>();
        try (EventReading events = new EventReading(view)) {
            events.expect("hello");
            try (ControlConnection control = view.session()) {
                for (int i = 0; i < commands; i++) {
                    control.expect("RETR " + name, 550);
                }
            }
            for (EventReading.Told event = events.next();
                    event != null && !event.name().equals("session-closed");
                    event = events.next()) {
                told.add(event);
                if (event.name().equals("lost")) {
                    break;
                }
            }
            long transferred = told.stream()
                    .filter(event -> event.name().equals("transferred"))
                    .count();
            EventReading.Told last = told.get(told.size() - 1);
            assertThat(last.name()).isEqualTo("lost");
            // The end of the session is among them.
            assertThat(last.data().get("count").getAsLong()).isEqualTo(commands - transferred + 1);
            assertThat(told).extracting(EventReading.Told::id).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void readers_that_read_nothing_leave_threads_for_others_and_there_are_so_many_at_most() throws Exception {
        List<EventReading> silent = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST; i++) {
                silent.add(new EventReading(view));
                assertThat(silent.get(i).line()).contains("200");
            }
            assertThat(view.get("/events").statusCode()).isEqualTo(503);
            assertThat(view.get("/health/live").body()).isEqualTo("live\n");
            silent.remove(0).close();
            await().atMost(LiveView.LIMIT).until(() -> {
                EventReading another = new EventReading(view);
                silent.add(another);
                return String.valueOf(another.line()).contains("200");
            });
        } finally {
            for (EventReading reader : silent) {
                reader.close();
            }
        }
    }

    /** More of them than threads answer requests. */
    @Test
    void requests_that_never_end_do_not_keep_others_out() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                halves.add(view.raw("GET /ports HTTP/1.1", "Host"));
            }
            assertThat(view.get("/health/live").statusCode()).isEqualTo(200);
            for (Socket half : halves) {
                assertThat(half.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }
}
