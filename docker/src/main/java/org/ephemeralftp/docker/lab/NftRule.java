package org.ephemeralftp.docker.lab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

import org.ephemeralftp.docker.lab.CountedRule.Meaning;

/** A rule as {@code nft --json list ruleset} tells it (libnftables-json(5)). */
record NftRule(JsonObject json) {
    /** Statements after which nothing of the rule is met any more, or that a packet may leave it by. */
    private static final Set<String> LAST = Set.of(
            "accept",
            "drop",
            "reject",
            "jump",
            "goto",
            "return",
            "continue",
            "queue",
            "masquerade",
            "snat",
            "dnat",
            "redirect",
            "tproxy",
            "synproxy",
            "fwd",
            "vmap");

    String chain() {
        return text("family") + " " + text("table") + " " + text("chain");
    }

    String table() {
        return text("family") + " " + text("table");
    }

    /** It is the table's own: a rule that is replaced has another one. */
    String id() {
        return table() + " " + json.get("handle").getAsLong();
    }

    String comment() {
        return json.has("comment") ? text("comment") : "";
    }

    JsonArray statements() {
        return json.getAsJsonArray("expr");
    }

    /** Whether JSON has words for all of it. It has none for the extensions of iptables, for one. */
    boolean expressible() {
        for (JsonElement each : statements()) {
            if (!each.isJsonObject() || each.getAsJsonObject().has("xt")) {
                return false;
            }
        }
        return true;
    }

    /** Where the statement stands by which a packet leaves the rule; behind all of them if there is none. */
    int end() {
        int i = 0;
        while (i < statements().size() && !LAST.contains(name(i))) {
            i++;
        }
        return i;
    }

    /** Whether what it decides about is counted, and nothing else. */
    boolean counts() {
        int end = end();
        return end > 0
                && name(end - 1).equals("counter")
                && statement(end - 1).get("counter").isJsonObject();
    }

    /** How many packets came to its end; only if it {@link #counts}. */
    long packets() {
        return statement(end() - 1).getAsJsonObject("counter").get("packets").getAsLong();
    }

    /**
     * What it does.
     *
     * @param ofReturn what becomes of a packet that returns from its chain
     */
    Meaning meaning(Meaning ofReturn) {
        int end = end();
        if (end == statements().size()) {
            return altersPackets() ? Meaning.ALTER : Meaning.OTHER;
        }
        return switch (name(end)) {
            case "accept" -> Meaning.ACCEPT;
            case "drop" -> Meaning.DROP;
            case "reject" -> Meaning.REJECT;
            case "masquerade", "snat", "dnat", "redirect", "tproxy" -> Meaning.TRANSLATE;
            case "queue", "synproxy", "fwd" -> Meaning.ALTER;
            case "return" -> ofReturn;
            default -> Meaning.OTHER;
        };
    }

    /** A mark or a helper is not in the packet. */
    private boolean altersPackets() {
        for (int i = 0; i < statements().size(); i++) {
            if (name(i).equals("mangle")) {
                JsonObject key = statement(i).getAsJsonObject("mangle").getAsJsonObject("key");
                if (key.has("payload") || key.has("tcp option") || key.has("exthdr")) {
                    return true;
                }
            }
        }
        return false;
    }

    JsonObject statement(int index) {
        return statements().get(index).getAsJsonObject();
    }

    /** Of a statement: its only member; empty if it is none that JSON can express. */
    String name(int index) {
        JsonElement statement = statements().get(index);
        return statement.isJsonObject()
                ? statement.getAsJsonObject().keySet().iterator().next()
                : "";
    }

    private String text(String member) {
        return json.get(member).getAsString();
    }
}
