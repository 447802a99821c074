package org.ephemeralftp.docker.soak;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a server says of itself: its log, which outlives it, also when it is killed. */
final class ServerLog {
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, Long> ended = new TreeMap<>();
    private final Map<String, List<Long>> transferred = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private long granted;
    private long strangers;
    private long sessions;
    private long failed;

    private ServerLog() {}

    /** Reads what there is so far; the last line of a server that was killed may be half of one. */
    static ServerLog read(Path file) throws IOException {
        ServerLog log = new ServerLog();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .forEach(line -> log.add(JsonParser.parseString(line).getAsJsonObject()));
        }
        return log;
    }

    private void add(JsonObject line) {
        String message = line.get("message").getAsString();
        if (line.get("level").getAsString().equals("ERROR")) {
            errors.add(line.toString());
        }
        switch (message) {
            case "connected" -> sessions++;
            case "stranger reset" -> strangers++;
            case "lease granted" -> {
                granted++;
                open.merge(lease(line), 1, Integer::sum);
            }
            case "lease ended" -> {
                ended.merge(line.get("cause").getAsString(), 1L, Long::sum);
                end(lease(line));
            }
            case "transferred" ->
                transferred
                        .computeIfAbsent(transfer(line), path -> new ArrayList<>())
                        .add(line.get("bytes").getAsLong());
            case "transfer failed" -> failed++;
            default -> {
                // What else happens is not in the ledger.
            }
        }
    }

    private void end(String lease) {
        int left = open.merge(lease, -1, Integer::sum);
        if (left == 0) {
            open.remove(lease);
        } else if (left < 0) {
            errors.add("a lease ended that was not granted, or twice: " + lease);
        }
    }

    private static String lease(JsonObject line) {
        return line.get("owner").getAsString() + " at " + line.get("listener").getAsString();
    }

    private static String transfer(JsonObject line) {
        return line.get("verb").getAsString() + " " + line.get("path").getAsString();
    }

    long granted() {
        return granted;
    }

    Map<String, Long> ended() {
        return ended;
    }

    /** Leases that were granted and have not ended. */
    long pending() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    long strangers() {
        return strangers;
    }

    long sessions() {
        return sessions;
    }

    long failedTransfers() {
        return failed;
    }

    /** The bytes of each transfer that ended with 226, by command and path. */
    Map<String, List<Long>> transferred() {
        return transferred;
    }

    List<String> errors() {
        return errors;
    }
}
