package org.ephemeralftp.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ThrowingRunnable;

import org.ephemeralftp.server.EphemeralFtpServer;

/** The page of a server in a tab, read as a person reads it, and what {@code /ports} says at the same time. */
record Page(Tab tab) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Opens the page of a server. */
    static Page open(Tab tab, EphemeralFtpServer server) {
        tab.open(address(server));
        return new Page(tab);
    }

    static URI address(EphemeralFtpServer server) {
        return URI.create("http://127.0.0.1:" + server.adminPort().orElseThrow() + "/");
    }

    /** Waits until an assertion holds. */
    static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).untilAsserted(assertion);
    }

    /** What {@code /ports} says now. */
    JsonObject ports() {
        return tab.eval("fetch('ports').then(answer => answer.json())").getAsJsonObject();
    }

    /** Waits until the page shows what {@code /ports} says. */
    void showsPorts() {
        eventually(() -> {
            JsonObject ports = ports();
            assertThat(shown("count")).isEqualTo(counts(ports));
            assertThat(shown("total")).isEqualTo(totals(ports));
            assertThat(tab.texts("#session-list > li").size())
                    .isEqualTo(ports.getAsJsonArray("sessions").size());
            assertThat(sessions()).isEqualTo(sessions(ports));
            assertThat(table()).containsExactlyInAnyOrderElementsOf(table(ports));
        });
    }

    private Map<String, String> shown(String kind) {
        Map<String, String> numbers = new TreeMap<>();
        tab.eval(
                        "[...document.querySelectorAll('[data-%1$s]')].map(one => [one.dataset.%1$s, one.lastChild.textContent])"
                                .formatted(kind))
                .getAsJsonArray()
                .forEach(pair -> numbers.put(
                        pair.getAsJsonArray().get(0).getAsString(),
                        pair.getAsJsonArray().get(1).getAsString()));
        return numbers;
    }

    /** What is rare is shown only when there is some. */
    private static Map<String, String> counts(JsonObject ports) {
        Map<String, String> numbers = new TreeMap<>();
        JsonObject counts = ports.getAsJsonObject("counts");
        for (String name : List.of("unused", "leased", "connected", "resting")) {
            numbers.put(name, number(counts.get(name)));
        }
        for (String name : List.of("blocked", "closing", "withdrawn", "waiting")) {
            if (counts.get(name).getAsInt() > 0) {
                numbers.put(name, number(counts.get(name)));
            }
        }
        return numbers;
    }

    private static Map<String, String> totals(JsonObject ports) {
        Map<String, String> numbers = new TreeMap<>();
        numbers.put("pending", number(ports.getAsJsonObject("counts").get("pending")));
        JsonObject totals = ports.getAsJsonObject("totals");
        totals.getAsJsonObject("ended").entrySet().forEach(one -> numbers.put(one.getKey(), number(one.getValue())));
        for (String name : List.of("granted", "waited", "refused", "strangers", "bindFailures")) {
            numbers.put(name, number(totals.get(name)));
        }
        return numbers;
    }

    private static String number(JsonElement value) {
        return String.format(Locale.ROOT, "%,d", value.getAsLong());
    }

    /** A line for each session: user, both ends of both connections, command. */
    List<String> sessions() {
        JsonArray found = tab.eval("""
                [...document.querySelectorAll('#session-list > li')].map(one => {
                  const text = (selector) => one.querySelector(selector).textContent;
                  const pair = (name) => one.querySelector('.' + name).hidden ? 'none'
                    : text('.' + name + ' .client') + ' ' + text('.' + name + ' .server');
                  const doing = one.querySelector('.doing');
                  return [text('.who bdi'), pair('control'), pair('data'), doing.hidden ? 'none' : doing.textContent].join('|');
                })
                """).getAsJsonArray();
        List<String> lines = new ArrayList<>();
        found.forEach(line -> lines.add(line.getAsString()));
        return lines;
    }

    private static List<String> sessions(JsonObject ports) {
        List<String> lines = new ArrayList<>();
        for (JsonElement element : ports.getAsJsonArray("sessions")) {
            JsonObject session = element.getAsJsonObject();
            lines.add(String.join(
                    "|",
                    session.get("user").isJsonNull()
                            ? "not logged in"
                            : session.get("user").getAsString(),
                    pair(session.get("control")),
                    pair(session.get("data")),
                    session.get("command").isJsonNull()
                            ? "none"
                            : session.get("command").getAsString()));
        }
        return lines;
    }

    private static String pair(JsonElement pair) {
        return pair.isJsonNull()
                ? "none"
                : pair.getAsJsonObject().get("client").getAsString() + " "
                        + pair.getAsJsonObject().get("server").getAsString();
    }

    /** Opens the table of the ports in use. */
    void openTable() {
        tab.eval("document.querySelector('#table > summary').focus()");
        tab.press("Enter");
        eventually(() -> assertThat(
                        tab.eval("document.getElementById('table').open").getAsBoolean())
                .isTrue());
    }

    private List<String> table() {
        JsonArray found = tab.eval("[...document.querySelectorAll('#table-rows > tr')].map(row =>"
                        + " [0, 1, 2, 3, 6].map(column => row.children[column].textContent).join('|'))")
                .getAsJsonArray();
        List<String> lines = new ArrayList<>();
        found.forEach(line -> lines.add(line.getAsString()));
        return lines;
    }

    private static List<String> table(JsonObject ports) {
        List<String> lines = new ArrayList<>();
        for (JsonElement address : ports.getAsJsonArray("addresses")) {
            for (JsonElement element : address.getAsJsonObject().getAsJsonArray("ports")) {
                JsonObject port = element.getAsJsonObject();
                List<String> clients = new ArrayList<>();
                port.getAsJsonArray("leases")
                        .forEach(lease -> clients.add(
                                lease.getAsJsonObject().get("client").getAsString()));
                String state = port.get("state").getAsString();
                lines.add(String.join(
                        "|",
                        address.getAsJsonObject().get("address").getAsString(),
                        port.get("port").getAsString(),
                        state.equals("unused") && port.get("listening").getAsBoolean() ? "unused, listening" : state,
                        String.join(", ", clients),
                        port.get("connected").getAsString()));
            }
        }
        return lines;
    }

    /** What the map says of the port that is focused. */
    String focused() {
        return tab.string("document.querySelector('[role=slider]').getAttribute('aria-valuetext')");
    }

    /** Nothing was asked for but from the server, and the browser has nothing to complain of. */
    void isClean(EphemeralFtpServer server) {
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests())
                .allSatisfy(request -> assertThat(request.getScheme().equals("data")
                                || request.getAuthority().equals(address(server).getAuthority()))
                        .as("%s", request)
                        .isTrue());
    }
}
