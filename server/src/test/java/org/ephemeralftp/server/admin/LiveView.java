package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;

/** A server with a live view, and those who read it. */
final class LiveView implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(60);

    final EphemeralFtpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LiveView(EphemeralFtpServer server) {
        this.server = server;
    }

    static LiveView start(Path home, String passivePorts) throws IOException {
        return start(home, passivePorts, AdminConfig.builder().port(0).build());
    }

    static LiveView start(Path home, String passivePorts, AdminConfig admin) throws IOException {
        return new LiveView(EphemeralFtpServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .passivePorts(passivePorts)
                .home(home)
                .user("u", "p")
                .admin(admin)
                .start());
    }

    int port() {
        return server.adminPort().orElseThrow();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonObject ports() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/ports");
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    /** The value of a metric with these labels, as they are written. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name));
    }

    ControlConnection session() throws IOException {
        return ControlConnection.to(server).logIn("u", "p");
    }

    /** A connection on which these lines were sent, each ended as in HTTP. */
    Socket raw(String... lines) throws IOException {
        Socket socket = ControlConnection.connect(
                InetAddress.getLoopbackAddress(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** All that comes on such a connection until the server closes it. */
    String answer(String... lines) throws IOException {
        try (Socket socket = raw(lines);
                InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Machine.serverThreads()).isEmpty());
    }
}
