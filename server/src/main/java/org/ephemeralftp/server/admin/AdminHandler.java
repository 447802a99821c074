package org.ephemeralftp.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered to which request. Nothing can be changed, so there is only GET, and HEAD. */
final class AdminHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(AdminHandler.class);
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private static final String EVENTS = "text/event-stream";

    private final Observed server;
    private final Access access;
    private final PortsJson ports;
    private final Supplier<String> metrics;
    private final EventStreams streams;
    private final PageFiles page = new PageFiles();

    AdminHandler(Observed server, Access access, PortsJson ports, Supplier<String> metrics, EventStreams streams) {
        this.server = server;
        this.access = access;
        this.ports = ports;
        this.metrics = metrics;
        this.streams = streams;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        boolean streaming = false;
        try {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            Answer answer = answer(exchange);
            if (answer == null) {
                streams.begin(exchange);
                streaming = true;
            } else {
                answer.send(exchange);
            }
        } catch (RuntimeException e) {
            log.warn("{} could not be answered", exchange.getRequestURI().getPath(), e);
            Answer.text(500, "The server failed at this; its log tells why").send(exchange);
        } finally {
            if (!streaming) {
                exchange.close();
            }
        }
    }

    /** Null if the answer is a stream of events, for which a place was taken. */
    private @Nullable Answer answer(HttpExchange exchange) throws IOException {
        if (!METHODS.contains(exchange.getRequestMethod())) {
            return Answer.text(405, "Only GET and HEAD: this view changes nothing")
                    .with("Allow", "GET, HEAD");
        }
        Answer refusal = access.refusal(exchange);
        if (refusal != null) {
            return refusal;
        }
        String path = exchange.getRequestURI().getPath();
        return switch (path) {
            case "/ports" -> Answer.now(200, "application/json", ports.write());
            case "/metrics" -> Answer.now(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            case "/health/live" -> Answer.text(200, "live");
            case "/health/ready" -> server.draining() ? Answer.text(503, "draining") : Answer.text(200, "ready");
            case "/events" -> events(exchange);
            default -> file(path, exchange);
        };
    }

    private @Nullable Answer events(HttpExchange exchange) {
        if (exchange.getRequestMethod().equals("HEAD")) {
            return Answer.now(200, EVENTS, "");
        }
        if (!streams.enter()) {
            return Answer.text(503, "There are " + EventStreams.MOST + " readers of events, as many as there may be")
                    .with("Retry-After", "5");
        }
        exchange.getResponseHeaders().set("Content-Type", EVENTS);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        return null;
    }

    private Answer file(String path, HttpExchange exchange) throws IOException {
        Answer answer = page.answer(path, exchange);
        return answer == null
                ? Answer.text(
                        404, "There is /, /ports, /events, /metrics, /health/live and /health/ready, and nothing else")
                : answer;
    }
}
