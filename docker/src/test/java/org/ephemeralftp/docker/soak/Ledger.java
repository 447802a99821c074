package org.ephemeralftp.docker.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all servers and all clients of a run say, side by side. Every difference is a discrepancy. */
final class Ledger {
    private static final int COMPLAINTS_SHOWN = 20;

    private final List<String> discrepancies = new ArrayList<>();
    private final List<String> lives = new ArrayList<>();
    private final Map<String, Long> ended = new TreeMap<>();
    private final Map<String, List<Long>> transferred = new HashMap<>();
    private final Flow in = new Flow();
    private final Flow out = new Flow();
    private Map<String, Integer> visits = Map.of();
    private Map<String, Integer> cut = Map.of();
    private Holdings first = new Holdings(0, 0, 0);
    private Holdings last = first;
    private long granted;
    private long pendingAtKills;
    private long sessions;
    private long strangers;
    private long failed;

    /** What both sides say of the transfers in one direction. */
    private static final class Flow {
        private long files;
        private long clients;
        private long servers;
    }

    /** What a server held when it was quiet, before and after. */
    void held(Holdings before, Holdings after) {
        first = before;
        last = after;
        if (!after.isNoMoreThan(before)) {
            discrepancies.add("a server held " + before + " at first and " + after + " when it was quiet again");
        }
    }

    /** The log of a server that has nothing to do. */
    void quiet(ServerLog log) {
        if (log.pending() != 0) {
            discrepancies.add(log.pending() + " leases are pending, and nobody is there");
        }
    }

    void status(int status) {
        if (status != 0) {
            discrepancies.add("a server ended with status " + status);
        }
    }

    /** The log of a server that has ended. */
    void life(ServerLog log, boolean polite) {
        granted += log.granted();
        log.ended().forEach((cause, count) -> ended.merge(cause, count, Long::sum));
        if (polite && log.pending() != 0) {
            discrepancies.add(log.pending() + " leases did not end with their server");
        }
        pendingAtKills += log.pending();
        sessions += log.sessions();
        strangers += log.strangers();
        failed += log.failedTransfers();
        discrepancies.addAll(log.errors());
        log.transferred()
                .forEach((key, bytes) -> transferred
                        .computeIfAbsent(key, transfer -> new ArrayList<>())
                        .addAll(bytes));
        lives.add("| %d | %s | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        lives.size() + 1,
                        polite ? "SIGTERM" : "SIGKILL",
                        log.sessions(),
                        log.granted(),
                        first.descriptors(),
                        last.descriptors(),
                        first.threads(),
                        last.threads()));
    }

    /** Every transfer that a client verified must be in a server's log, once and with as many bytes. */
    void check(Books books) {
        for (Books.Done done : books.takeDone()) {
            Flow flow = done.upload() ? in : out;
            List<Long> said = transferred.getOrDefault(done.key(), List.of());
            flow.files++;
            flow.clients += done.bytes();
            flow.servers += said.stream().mapToLong(Long::longValue).sum();
            if (!said.equals(List.of(done.bytes()))) {
                discrepancies.add(done.key() + ": the client says " + done.bytes() + " bytes, the server " + said);
            }
        }
        transferred.clear();
        discrepancies.addAll(books.takeComplaints());
        visits = books.visits();
        cut = books.cut();
    }

    void leftovers(List<String> files) {
        files.forEach(file -> discrepancies.add("left behind: " + file));
    }

    void harmed(String file) {
        discrepancies.add("a broken upload changed " + file);
    }

    /** What does not add up; empty if all is well. */
    List<String> discrepancies() {
        List<String> all = new ArrayList<>(discrepancies);
        long over = ended.values().stream().mapToLong(Long::longValue).sum();
        if (granted != over + pendingAtKills) {
            all.add(granted + " leases were granted, " + over + " ended, " + pendingAtKills + " were killed");
        }
        if (in.files == 0 || out.files == 0) {
            all.add("nothing was transferred in one direction");
        }
        return all;
    }

    /** The ledger in Markdown. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\n## Ledger\n\n| what | count |\n|---|---|\n");
        row(text, "sessions", sessions);
        row(text, "leases granted", granted);
        ended.forEach((cause, count) -> row(text, "leases ended: " + cause, count));
        row(text, "leases pending at SIGKILL", pendingAtKills);
        row(text, "strangers reset", strangers);
        row(text, "transfers that failed, as they should", failed);
        flow(text, "uploads", in, "sent by clients", "received by servers");
        flow(text, "downloads", out, "received by clients", "sent by servers");
        text.append("\n| visit | went as it should | cut by a restart |\n|---|---|---|\n");
        Map<String, Integer> all = new TreeMap<>(cut);
        all.putAll(visits);
        all.keySet()
                .forEach(kind -> text.append(
                        "| %s | %d | %d |\n".formatted(kind, visits.getOrDefault(kind, 0), cut.getOrDefault(kind, 0))));
        text.append("\n| server | ended by | sessions | leases | descriptors: start | end | threads: start | end |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        lives.forEach(life -> text.append(life).append('\n'));
        List<String> wrong = discrepancies();
        text.append(wrong.isEmpty() ? "\nAll of it adds up.\n" : "\nNot all of it adds up:\n");
        wrong.stream()
                .limit(COMPLAINTS_SHOWN)
                .forEach(each -> text.append("- ").append(each).append('\n'));
        return text.toString();
    }

    private static void flow(StringBuilder text, String what, Flow flow, String byClients, String byServers) {
        row(text, what + " verified by SHA-256", flow.files);
        row(text, "bytes of " + what + " " + byClients, flow.clients);
        row(text, "bytes of " + what + " " + byServers, flow.servers);
    }

    private static void row(StringBuilder text, String what, long count) {
        text.append("| ").append(what).append(" | ").append(count).append(" |\n");
    }
}
