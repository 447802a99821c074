package org.ephemeralftp.server.admin.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A conversation with one tab of Chromium in the DevTools protocol: commands with replies, and events, which are kept. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    /** An event as it came. */
    record Event(String method, JsonObject params) {}

    private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    DevTools(HttpClient client, URI endpoint) {
        socket = client.newWebSocketBuilder()
                .buildAsync(endpoint, this)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a command and waits for its result. */
    JsonObject send(String method, Map<String, ?> params) {
        int id = lastId.incrementAndGet();
        JsonObject command = new JsonObject();
        command.addProperty("id", id);
        command.addProperty("method", method);
        command.add("params", Json.of(params));
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        replies.put(id, reply);
        try {
            // The protocol wants one message sent before the next begins.
            synchronized (socket) {
                socket.sendText(command.toString(), true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            return reply.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("No answer to " + command, e);
        } finally {
            replies.remove(id);
        }
    }

    JsonObject send(String method) {
        return send(method, Map.of());
    }

    /** The events of these kinds that came so far. */
    List<Event> events(String... methods) {
        List<String> wanted = List.of(methods);
        return events.stream().filter(event -> wanted.contains(event.method)).toList();
    }

    /** Forgets the events that came so far. */
    void forget() {
        events.clear();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonObject whole = JsonParser.parseString(message.toString()).getAsJsonObject();
            message.setLength(0);
            receive(whole);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void receive(JsonObject whole) {
        JsonElement id = whole.get("id");
        if (id == null) {
            events.add(new Event(whole.get("method").getAsString(), whole.getAsJsonObject("params")));
            return;
        }
        CompletableFuture<JsonObject> reply = replies.get(id.getAsInt());
        if (reply != null && whole.has("error")) {
            reply.completeExceptionally(new AssertionError(whole.get("error").toString()));
        } else if (reply != null) {
            reply.complete(whole.getAsJsonObject("result"));
        }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        replies.values().forEach(reply -> reply.completeExceptionally(error));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
