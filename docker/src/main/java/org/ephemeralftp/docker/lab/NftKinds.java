package org.ephemeralftp.docker.lab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ephemeralftp.docker.lab.CountedRule.Effect;
import org.ephemeralftp.docker.lab.CountedRule.Kinds;
import org.ephemeralftp.docker.lab.CountedRule.Meaning;

/**
 * Has it counted of which kind the packets are that a rule drops, rejects or alters: before it, a rule that matches the same
 * jumps to a chain that does nothing but count.
 */
final class NftKinds {
    /** The comment of the rules of such a chain, and of the one that jumps there. */
    static final String COMMENT = "ephemeral-ftp-lab: kinds";

    private static final String CHAIN = "ephemeral-ftp-lab-kinds-";

    /** In the order of {@link Kinds}; the flags are numbers of RFC 9293, section 3.1: SYN is 2, FIN 1 and RST 4. */
    private static final List<String> MATCHES = List.of(
            "{'op':'!=','left':{'&':[{'payload':{'protocol':'tcp','field':'flags'}},2]},'right':0}",
            "{'op':'==','left':{'meta':{'key':'l4proto'}},'right':58}",
            "{'op':'!=','left':{'&':[{'payload':{'protocol':'tcp','field':'flags'}},5]},'right':0}");

    private NftKinds() {}

    /** The commands of {@code nft --json} that do it, one list for each rule. */
    static List<List<JsonObject>> commands(NftListing listing) {
        List<List<JsonObject>> commands = new ArrayList<>();
        for (NftRule rule : listing.rules()) {
            Meaning end = listing.end(rule.chain()).orElse(Meaning.OTHER);
            if (rule.expressible()
                    && rule.counts()
                    && NftCounting.meaning(rule, end).effect() == Effect.HINDERS) {
                matches(rule).ifPresent(matches -> commands.add(commands(rule, matches, commands.size())));
            }
        }
        return commands;
    }

    private static List<JsonObject> commands(NftRule rule, JsonArray matches, int number) {
        String chain = CHAIN + number;
        List<JsonObject> commands = new ArrayList<>();
        JsonObject made = in(rule);
        made.addProperty("name", chain);
        // The numbers are unique in all tables, so that nothing else is of that name.
        commands.add(command("add", "chain", made));
        for (String each : MATCHES) {
            JsonObject match = new JsonObject();
            match.add("match", JsonParser.parseString(each.replace('\'', '"')));
            JsonArray statements = new JsonArray();
            statements.add(match);
            statements.add(statement("counter", JsonNull.INSTANCE));
            commands.add(command("add", "rule", rule(rule, chain, statements)));
        }
        JsonObject target = new JsonObject();
        target.addProperty("target", chain);
        matches.add(statement("jump", target));
        JsonObject jump = rule(rule, rule.json().get("chain").getAsString(), matches);
        jump.add("handle", rule.json().get("handle"));
        commands.add(command("insert", "rule", jump));
        return commands;
    }

    /** What the rule matches; empty if it keeps a state of its own, which must not see a packet twice. */
    private static Optional<JsonArray> matches(NftRule rule) {
        JsonArray matches = new JsonArray();
        for (int i = 0; i < rule.end(); i++) {
            switch (rule.name(i)) {
                case "match" -> matches.add(rule.statement(i).deepCopy());
                case "counter", "log", "mangle" -> {
                    // They match everything.
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return NftCounting.keepsState(matches) ? Optional.empty() : Optional.of(matches);
    }

    /** What was counted, by the {@link NftRule#id} of the rule whose packets they are. */
    static Map<String, Kinds> counted(NftListing listing) {
        Map<String, List<Long>> ofChains = new LinkedHashMap<>();
        for (NftRule rule : listing.rules()) {
            if (rule.comment().equals(COMMENT) && rule.counts()) {
                ofChains.computeIfAbsent(rule.chain(), chain -> new ArrayList<>())
                        .add(rule.packets());
            }
        }
        Map<String, Kinds> kinds = new LinkedHashMap<>();
        Optional<Kinds> ofNext = Optional.empty();
        for (NftRule rule : listing.rules()) {
            if (!rule.comment().equals(COMMENT)) {
                ofNext.ifPresent(each -> kinds.put(rule.id(), each));
                ofNext = Optional.empty();
            } else if (!rule.counts()) {
                JsonObject jump = rule.statement(rule.end()).getAsJsonObject("jump");
                List<Long> counts = ofChains.getOrDefault(
                        rule.table() + " " + jump.get("target").getAsString(), List.of());
                ofNext = counts.size() == MATCHES.size()
                        ? Optional.of(new Kinds(counts.get(0), counts.get(1), counts.get(2)))
                        : Optional.empty();
            }
        }
        return kinds;
    }

    private static JsonObject in(NftRule rule) {
        JsonObject object = new JsonObject();
        object.add("family", rule.json().get("family"));
        object.add("table", rule.json().get("table"));
        return object;
    }

    private static JsonObject rule(NftRule beside, String chain, JsonArray statements) {
        JsonObject rule = in(beside);
        rule.addProperty("chain", chain);
        rule.addProperty("comment", COMMENT);
        rule.add("expr", statements);
        return rule;
    }

    private static JsonObject statement(String name, JsonElement value) {
        JsonObject statement = new JsonObject();
        statement.add(name, value);
        return statement;
    }

    private static JsonObject command(String verb, String kind, JsonObject what) {
        JsonObject object = new JsonObject();
        object.add(kind, what);
        return statement(verb, object);
    }
}
