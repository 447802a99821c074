package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole answer to one request. */
final class Answer {
    private static final byte[] NOTHING = {};
    private static final int NO_BODY = -1;

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** The code is one of RFC 9110, section 15; the body is not sent if the request is HEAD. */
    static Answer of(int status, String type, byte[] body) {
        return new Answer(status, body).with("Content-Type", type);
    }

    /** What is so at this moment, and is not to be kept. */
    static Answer now(int status, String type, String body) {
        return of(status, type, body.getBytes(StandardCharsets.UTF_8)).with("Cache-Control", "no-store");
    }

    /** One line for people. */
    static Answer text(int status, String line) {
        return now(status, "text/plain; charset=utf-8", line + "\n");
    }

    static Answer empty(int status) {
        return new Answer(status, NOTHING);
    }

    Answer with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
            if (body.length > 0) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            }
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
