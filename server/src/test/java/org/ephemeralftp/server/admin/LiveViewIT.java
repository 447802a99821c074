package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.control.SessionSnapshot;
import org.ephemeralftp.server.data.DataSetup;
import org.ephemeralftp.server.data.DataView;
import org.ephemeralftp.server.lease.LeaseSnapshot;
import org.ephemeralftp.server.lease.LeaseView;
import org.ephemeralftp.server.lease.PortState;
import org.ephemeralftp.server.lease.PortView;
import org.ephemeralftp.server.testing.ControlConnection;

/** What the live view tells is what the server says of itself. */
@Timeout(120)
class LiveViewIT {
    @TempDir
    private Path home;

    private LiveView view;

    @BeforeEach
    void start() throws Exception {
        view = LiveView.start(home, "24520-24529");
    }

    @AfterEach
    void stop() {
        view.close();
    }

    /** The only member of an array. */
    private static JsonObject one(JsonElement array) {
        assertThat(array.getAsJsonArray()).hasSize(1);
        return array.getAsJsonArray().get(0).getAsJsonObject();
    }

    private static int count(JsonObject ports, String name) {
        return ports.getAsJsonObject("counts").get(name).getAsInt();
    }

    @Test
    void a_pending_lease_is_on_its_port_with_its_session() throws Exception {
        try (ControlConnection control = view.session()) {
            InetSocketAddress listener = control.passive();
            JsonObject ports = view.ports();
            LeaseSnapshot snapshot = view.server.snapshot();
            SessionSnapshot session = view.server.sessions().get(0);

            LeaseView lease = snapshot.leases().get(0);
            JsonObject address = one(ports.get("addresses"));
            JsonObject port = one(address.get("ports"));
            JsonObject told = one(port.get("leases"));
            assertThat(ports.get("control").getAsString()).isEqualTo("127.0.0.1:" + view.server.port());
            assertThat(ports.get("ports").getAsString()).isEqualTo("24520-24529");
            assertThat(address.get("address").getAsString()).isEqualTo("127.0.0.1");
            assertThat(port.get("port").getAsInt())
                    .isEqualTo(listener.getPort())
                    .isEqualTo(lease.port());
            assertThat(port.get("state").getAsString()).isEqualTo("leased");
            assertThat(port.get("listening").getAsBoolean()).isTrue();
            assertThat(told.get("client").getAsString()).isEqualTo("127.0.0.1");
            assertThat(told.get("session").getAsLong())
                    .isEqualTo(session.session().id());
            assertThat(Instant.parse(told.get("deadline").getAsString()))
                    .isAfter(Instant.parse(told.get("since").getAsString()));
            assertThat(count(ports, "pending"))
                    .isEqualTo(snapshot.counts().pending())
                    .isEqualTo(1);
            assertThat(count(ports, "unused"))
                    .isEqualTo(snapshot.counts().unused())
                    .isEqualTo(9);
        }
    }

    @Test
    void a_transfer_shows_both_connections_and_its_command() throws Exception {
        try (ControlConnection control = view.session();
                Socket data = ControlConnection.connect(control.client(), control.passive())) {
            await().atMost(LiveView.LIMIT)
                    .until(() -> !one(view.ports().get("sessions")).get("data").isJsonNull());
            assertThat(one(view.ports().get("sessions")).get("command").isJsonNull())
                    .isTrue();
            control.expect("STOR a \"b\"", 150);

            await().atMost(LiveView.LIMIT)
                    .until(() ->
                            !one(view.ports().get("sessions")).get("command").isJsonNull());
            JsonObject session = one(view.ports().get("sessions"));
            assertThat(session.get("command").getAsString()).isEqualTo("STOR /a \"b\"");
            assertThat(session.get("user").getAsString()).isEqualTo("u");
            assertThat(session.getAsJsonObject("control").get("client").getAsString())
                    .isEqualTo("127.0.0.1:" + control.socket().getLocalPort());
            assertThat(session.getAsJsonObject("data").get("client").getAsString())
                    .isEqualTo("127.0.0.1:" + data.getLocalPort());
            assertThat(session.getAsJsonObject("data").get("server").getAsString())
                    .isEqualTo("127.0.0.1:" + data.getPort());
            assertThat(session.getAsJsonObject("data").get("mode").getAsString())
                    .isEqualTo("passive");
            data.close();
            control.expect(226);
            assertThat(one(view.ports().get("sessions")).get("command").isJsonNull())
                    .isTrue();
            assertThat(one(view.ports().get("sessions")).get("data").isJsonNull())
                    .isTrue();
        }
    }

    @Test
    void an_active_data_connection_is_shown_as_one() throws Exception {
        Files.write(home.resolve("large"), new byte[64 << 20]);
        try (ControlConnection control = view.session();
                ServerSocket listener = new ServerSocket(0, 1, control.client())) {
            listener.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
            int port = listener.getLocalPort();
            control.expect("PORT 127,0,0,1," + port / 256 + "," + port % 256, 200);
            control.expect("RETR large", 150);
            try (Socket data = listener.accept()) {
                await().atMost(LiveView.LIMIT)
                        .until(() -> view.server.sessions().get(0).data() != null);
                DataView shown =
                        Objects.requireNonNull(view.server.sessions().get(0).data());
                assertThat(shown.mode()).isEqualTo(DataSetup.Mode.ACTIVE);
                assertThat(shown.client().getPort()).isEqualTo(port);
                assertThat(shown.server().getPort()).isEqualTo(data.getPort());
                assertThat(one(view.ports().get("sessions"))
                                .getAsJsonObject("data")
                                .get("mode")
                                .getAsString())
                        .isEqualTo("active");
            }
            control.expect(426);
        }
    }

    @Test
    void a_port_that_rests_tells_since_when_and_until_when() throws Exception {
        try (ControlConnection control = view.session()) {
            int left = control.passive().getPort();
            control.passive();
            PortView resting = view.server.snapshot().addresses().get(0).ports().stream()
                    .filter(port -> port.port() == left)
                    .findFirst()
                    .orElseThrow();
            JsonArray ports = one(view.ports().get("addresses")).getAsJsonArray("ports");
            assertThat(resting.state()).isEqualTo(PortState.RESTING);
            assertThat(resting.until())
                    .isEqualTo(Objects.requireNonNull(resting.since()).plusSeconds(5));
            assertThat(ports).anySatisfy(port -> {
                assertThat(port.getAsJsonObject().get("port").getAsInt()).isEqualTo(left);
                assertThat(port.getAsJsonObject().get("state").getAsString()).isEqualTo("resting");
                assertThat(Instant.parse(port.getAsJsonObject().get("until").getAsString()))
                        .isAfter(Instant.parse(
                                port.getAsJsonObject().get("since").getAsString()));
            });
        }
    }

    @Test
    void metrics_count_what_happened() throws Exception {
        Files.write(home.resolve("thousand"), new byte[1000]);
        try (ControlConnection control = view.session()) {
            try (Socket data = ControlConnection.connect(control.client(), control.passive())) {
                control.expect("RETR thousand", 150);
                assertThat(data.getInputStream().readAllBytes()).hasSize(1000);
                control.expect(226);
            }
            control.expect("RETR \"};evil 1", 550);
            control.passive();
            try (ControlConnection other = ControlConnection.to(view.server)) {
                other.expect("USER x", 331);
                other.expect("PASS wrong", 530);
            }
        }
        await().atMost(LiveView.LIMIT).until(() -> view.metric("ephemeral_ftp_sessions_open") == 0);
        assertThat(view.metric("ephemeral_ftp_leases_granted_total")).isEqualTo(2);
        assertThat(view.metric("ephemeral_ftp_leases_ended_total{cause=\"connected\"}"))
                .isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_leases_ended_total{cause=\"session-closed\"}"))
                .isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_lease_connect_seconds_count")).isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_sessions_opened_total")).isEqualTo(2);
        assertThat(view.metric("ephemeral_ftp_logins_total{result=\"succeeded\"}"))
                .isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_logins_total{result=\"failed\"}")).isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_transfers_total{command=\"RETR\",outcome=\"complete\"}"))
                .isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_transfers_total{command=\"RETR\",outcome=\"refused\"}"))
                .isEqualTo(1);
        assertThat(view.metric("ephemeral_ftp_data_bytes_total{direction=\"sent\"}"))
                .isEqualTo(1000);
        assertThat(view.metric("ephemeral_ftp_transfer_duration_seconds_count{command=\"RETR\"}"))
                .isEqualTo(1);
        assertThat(view.metric("jvm_threads_live_threads")).isPositive();
        assertThat(view.metric("process_files_open_files")).isPositive();
        assertThat(view.get("/metrics").body()).doesNotContain("evil");
    }

    @Test
    void curl_reads_it() throws Exception {
        Process curl = new ProcessBuilder("curl", "-sS", "-m", "60", "http://localhost:" + view.port() + "/ports")
                .redirectErrorStream(true)
                .start();
        String text = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(curl.exitValue()).as(text).isZero();
        assertThat(text).startsWith("{\"at\":").contains("\"ports\":\"24520-24529\"");
    }
}
