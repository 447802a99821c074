package org.ephemeralftp.server.admin.page;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A tab of Chromium: opens an address, asks what is shown, presses keys, and remembers requests and complaints. */
final class Tab implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final DevTools tools;

    private Tab(DevTools tools) {
        this.tools = tools;
        for (String domain : List.of("Page", "Runtime", "Log", "Network", "Audits", "DOM", "Accessibility")) {
            tools.send(domain + ".enable");
        }
    }

    /** The tab that a browser shows first. */
    static Tab first(URI list) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        HttpRequest request = HttpRequest.newBuilder(list).timeout(LIMIT).build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        URI endpoint = objects(JsonParser.parseString(answer).getAsJsonArray())
                .filter(target -> target.get("type").getAsString().equals("page"))
                .map(target -> URI.create(target.get("webSocketDebuggerUrl").getAsString()))
                .findFirst()
                .orElseThrow();
        return new Tab(new DevTools(client, endpoint));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }

    /** Opens the page and waits until it says that it is live. */
    void open(URI page) {
        // What the page before this one complains of is that its server is gone.
        tools.send("Page.navigate", Map.of("url", "about:blank"));
        await().atMost(LIMIT).until(() -> "about:blank".equals(string("location.href")));
        tools.forget();
        tools.send("Page.navigate", Map.of("url", page.toString()));
        await().atMost(LIMIT).until(() -> "live".equals(status()));
    }

    /** What the page says of its connection: connecting, live, lost or draining. */
    String status() {
        return string("document.getElementById('status')?.dataset.state ?? ''");
    }

    /** The value of an expression; a promise's, when it is there. */
    JsonElement eval(String expression) {
        JsonObject result = tools.send(
                "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.getAsJsonObject("result").get("value");
    }

    String string(String expression) {
        return eval(expression).getAsString();
    }

    /** The texts of all elements that a selector finds. */
    List<String> texts(String selector) {
        String found = "[...document.querySelectorAll(%s)].map(one => one.textContent)".formatted(Json.of(selector));
        return StreamSupport.stream(eval(found).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    /** Presses a key on what has the focus. */
    void press(String key) {
        Map<String, Object> down = switch (key) {
            case "n", "p" -> Map.of("type", "keyDown", "key", key, "text", key);
            case "Enter" -> Map.of("type", "keyDown", "key", key, "text", "\r", "windowsVirtualKeyCode", code(key));
            default -> Map.of("type", "rawKeyDown", "key", key, "windowsVirtualKeyCode", code(key));
        };
        tools.send("Input.dispatchKeyEvent", down);
        tools.send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }

    private static int code(String key) {
        return switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "PageUp" -> 33;
            case "PageDown" -> 34;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(key);
        };
    }

    /** Moves the pointer to the middle of the first element that a selector finds, and by so much from there. */
    void pointAt(double x, double y) {
        tools.send("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    }

    /** What assistive technology is told of: the nodes of the accessibility tree that are not ignored. */
    List<JsonObject> accessibilityNodes() {
        return objects(tools.send("Accessibility.getFullAXTree").getAsJsonArray("nodes"))
                .filter(node -> !node.get("ignored").getAsBoolean())
                .toList();
    }

    /** The addresses of all requests since the page was opened. */
    List<URI> requests() {
        return tools.events("Network.requestWillBeSent").stream()
                .map(event -> URI.create(
                        event.params().getAsJsonObject("request").get("url").getAsString()))
                .toList();
    }

    /** What the browser complained of since the page was opened: errors, exceptions, violations of its policy. */
    List<String> complaints() {
        return tools
                .events("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Audits.issueAdded")
                .stream()
                .map(event -> event.method() + " " + event.params())
                .toList();
    }

    /** The width and height of the view, and whether it is dark. */
    void view(int width, int height, boolean dark) {
        tools.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        tools.send("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Writes what is in view as a PNG. */
    void picture(Path file) throws IOException {
        String data = tools.send("Page.captureScreenshot", Map.of("format", "png"))
                .get("data")
                .getAsString();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        tools.close();
    }
}
