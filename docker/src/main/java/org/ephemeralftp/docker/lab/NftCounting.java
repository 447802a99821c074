package org.ephemeralftp.docker.lab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ephemeralftp.docker.lab.CountedRule.Kinds;
import org.ephemeralftp.docker.lab.CountedRule.Meaning;

/**
 * Gives every rule of nftables a counter, as most have none, and adds rules that do nothing but count: at the end of chains,
 * where a policy decides, and before a verdict map, for that of it which drops. The rules do what they did before.
 */
final class NftCounting {
    /** The comment of a rule that counts what comes to the end of a chain. */
    private static final String END = "ephemeral-ftp-lab: end";

    /** The comment of a rule that counts what the next one drops. */
    private static final String DROPS = "ephemeral-ftp-lab: drops";

    private NftCounting() {}

    /**
     * The commands of {@code nft --json} that do it, by the {@link NftRule#id} of the rule that they are about; none for those
     * named. A rule is not replaced, but inserted anew and deleted: nft 1.0.6 aborts when it is to replace one with a set of
     * ranges.
     */
    static Map<String, List<JsonObject>> commands(NftListing listing, Set<String> without) {
        Map<String, List<JsonObject>> commands = new LinkedHashMap<>();
        for (NftRule rule : listing.rules()) {
            if (without.contains(rule.id()) || !rule.expressible()) {
                continue;
            }
            List<JsonObject> ofRule = new ArrayList<>();
            drops(listing, rule).ifPresent(match -> {
                JsonObject drops = place(rule);
                drops.addProperty("comment", DROPS);
                drops.add("expr", match);
                ofRule.add(command("insert", drops));
            });
            if (!rule.counts()) {
                JsonObject counted = rule.json().deepCopy();
                counted.add("expr", withCounter(rule));
                ofRule.add(command("insert", counted));
                ofRule.add(command("delete", place(rule)));
            }
            if (!ofRule.isEmpty()) {
                commands.put(rule.id(), ofRule);
            }
        }
        return commands;
    }

    /** The commands that count what comes to the ends of these chains. */
    static List<JsonObject> commandsAtEnds(Collection<String> chains) {
        List<JsonObject> commands = new ArrayList<>();
        for (String chain : chains) {
            String[] names = chain.split(" ", -1);
            JsonObject rule = new JsonObject();
            rule.addProperty("family", names[0]);
            rule.addProperty("table", names[1]);
            rule.addProperty("chain", names[2]);
            rule.addProperty("comment", END);
            JsonArray statements = new JsonArray();
            statements.add(counter());
            rule.add("expr", statements);
            commands.add(command("add", rule));
        }
        return commands;
    }

    /** The input of {@code nft --json --file -} that does all of them, or none. */
    static String input(List<JsonObject> commands) {
        JsonArray all = new JsonArray();
        commands.forEach(all::add);
        JsonObject root = new JsonObject();
        root.add("nftables", all);
        return root.toString();
    }

    /** Whether the rule is one of those that do nothing but count for the lab. */
    static boolean onlyCounts(NftRule rule) {
        return rule.comment().equals(END)
                || rule.comment().equals(DROPS)
                || rule.comment().equals(NftKinds.COMMENT);
    }

    /** Everything that counts, in the listing's order. */
    static List<CountedRule> counted(
            LabHost host, NftListing listing, Map<String, String> texts, String tableOfTheLab) {
        List<CountedRule> counted = new ArrayList<>();
        List<NftRule> rules = listing.rules();
        Map<String, Kinds> kinds = NftKinds.counted(listing);
        for (int i = 0; i < rules.size(); i++) {
            NftRule rule = rules.get(i);
            if (rule.counts() && !rule.comment().equals(NftKinds.COMMENT)) {
                Meaning ofEnd = listing.end(rule.chain()).orElse(Meaning.OTHER);
                Meaning meaning = meaning(rule, ofEnd);
                String text = texts.getOrDefault(rule.id(), "");
                if (rule.comment().equals(END)) {
                    text = "policy " + (ofEnd.equals(Meaning.DROP) ? "drop" : "accept");
                } else if (rule.comment().equals(DROPS) && i + 1 < rules.size()) {
                    text = texts.getOrDefault(rules.get(i + 1).id(), "");
                }
                counted.add(new CountedRule(
                        host,
                        rule.id(),
                        rule.chain(),
                        text,
                        meaning.verdict(),
                        meaning.effect(),
                        rule.table().equals(tableOfTheLab),
                        rule.packets(),
                        Optional.ofNullable(kinds.get(rule.id()))));
            }
        }
        return counted;
    }

    /** What a rule stands for, that of the lab's own as well. */
    static Meaning meaning(NftRule rule, Meaning ofEnd) {
        return switch (rule.comment()) {
            case END -> ofEnd;
            case DROPS -> Meaning.DROP;
            default -> rule.meaning(ofEnd);
        };
    }

    private static JsonArray withCounter(NftRule rule) {
        int end = rule.end();
        JsonArray statements = new JsonArray();
        for (int i = 0; i < end; i++) {
            statements.add(rule.statements().get(i));
        }
        statements.add(counter());
        for (int i = end; i < rule.statements().size(); i++) {
            statements.add(rule.statements().get(i));
        }
        return statements;
    }

    /**
     * Statements that match what the rule's verdict map drops. Empty if it has none that drops, or if what comes before it
     * keeps a state of its own, which must not see a packet twice.
     */
    private static Optional<JsonArray> drops(NftListing listing, NftRule rule) {
        int end = rule.end();
        if (end == rule.statements().size() || !rule.name(end).equals("vmap")) {
            return Optional.empty();
        }
        JsonObject map = rule.statement(end).getAsJsonObject("vmap");
        JsonArray statements = new JsonArray();
        for (int i = 0; i < end; i++) {
            if (!rule.name(i).equals("match")) {
                return Optional.empty();
            }
            statements.add(rule.statements().get(i));
        }
        if (keepsState(map.get("key")) || keepsState(statements)) {
            return Optional.empty();
        }
        return dropped(listing, rule, map.get("data")).map(keys -> {
            JsonObject set = new JsonObject();
            set.add("set", keys);
            JsonObject match = new JsonObject();
            match.addProperty("op", "==");
            match.add("left", map.get("key"));
            match.add("right", set);
            JsonObject statement = new JsonObject();
            statement.add("match", match);
            statements.add(statement);
            statements.add(counter());
            return statements;
        });
    }

    /** A turn of a number generator is one the next rule does not get. */
    static boolean keepsState(JsonElement expression) {
        return expression.toString().contains("\"numgen\"");
    }

    private static Optional<JsonArray> dropped(NftListing listing, NftRule rule, JsonElement data) {
        Optional<JsonElement> elements = data.isJsonObject()
                ? Optional.ofNullable(data.getAsJsonObject().get("set"))
                : listing.elements(rule.table(), data.getAsString());
        JsonArray keys = new JsonArray();
        elements.filter(JsonElement::isJsonArray).ifPresent(all -> {
            for (JsonElement each : all.getAsJsonArray()) {
                JsonArray pair = each.getAsJsonArray();
                if (pair.get(1).isJsonObject() && pair.get(1).getAsJsonObject().has("drop")) {
                    keys.add(plain(pair.get(0)));
                }
            }
        });
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
    }

    /** A key without what else is known of its element, such as a comment or a time-out. */
    private static JsonElement plain(JsonElement key) {
        return key.isJsonObject() && key.getAsJsonObject().has("elem")
                ? key.getAsJsonObject().getAsJsonObject("elem").get("val")
                : key;
    }

    private static JsonObject place(NftRule rule) {
        JsonObject object = new JsonObject();
        for (String each : List.of("family", "table", "chain", "handle")) {
            object.add(each, rule.json().get(each));
        }
        return object;
    }

    private static JsonObject counter() {
        JsonObject counter = new JsonObject();
        counter.add("counter", JsonNull.INSTANCE);
        return counter;
    }

    private static JsonObject command(String verb, JsonObject rule) {
        JsonObject what = new JsonObject();
        what.add("rule", rule);
        JsonObject command = new JsonObject();
        command.add(verb, what);
        return command;
    }
}
