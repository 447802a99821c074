package org.ephemeralftp.docker.lab;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.ephemeralftp.docker.lab.CountedRule.Meaning;

/** The rules of a host, as {@code nft --json list ruleset} tells them. */
final class NftListing {
    private final List<NftRule> rules = new ArrayList<>();
    private final Map<String, JsonObject> chains = new LinkedHashMap<>();
    private final Map<String, JsonObject> maps = new LinkedHashMap<>();
    private final Set<String> tables = new HashSet<>();
    private final Set<String> jumpedTo = new HashSet<>();
    private final Set<String> goneTo = new HashSet<>();

    private NftListing() {}

    static NftListing parse(String json) {
        NftListing listing = new NftListing();
        for (JsonElement each : JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("nftables")) {
            listing.add(each.getAsJsonObject());
        }
        return listing;
    }

    private void add(JsonObject object) {
        String kind = object.keySet().iterator().next();
        JsonObject what = object.getAsJsonObject(kind);
        switch (kind) {
            case "table" -> tables.add(name(what, "family", "name"));
            case "chain" -> chains.put(name(what, "family", "table", "name"), what);
            case "map" -> {
                maps.put(name(what, "family", "table", "name"), what);
                targets(name(what, "family", "table"), what);
            }
            case "rule" -> {
                NftRule rule = new NftRule(what);
                rules.add(rule);
                targets(rule.table(), what);
            }
            default -> {
                // Sets and other objects count nothing that a rule does not.
            }
        }
    }

    private static String name(JsonObject object, String... members) {
        List<String> parts = new ArrayList<>();
        for (String each : members) {
            parts.add(object.get(each).getAsString());
        }
        return String.join(" ", parts);
    }

    /** Where the rule or map leads, however deep in it that is said. */
    private void targets(String table, JsonElement part) {
        if (part.isJsonArray()) {
            part.getAsJsonArray().forEach(each -> targets(table, each));
        } else if (part.isJsonObject()) {
            part.getAsJsonObject().entrySet().forEach(each -> {
                if (each.getValue().isJsonObject()
                        && each.getValue().getAsJsonObject().has("target")) {
                    String chain = table + " "
                            + each.getValue().getAsJsonObject().get("target").getAsString();
                    (each.getKey().equals("goto") ? goneTo : jumpedTo).add(chain);
                }
                targets(table, each.getValue());
            });
        }
    }

    List<NftRule> rules() {
        return rules;
    }

    /** Each with its family. */
    Set<String> tables() {
        return tables;
    }

    /** The chains at whose end something is decided. */
    List<String> chainsThatDecide() {
        return chains.keySet().stream().filter(chain -> end(chain).isPresent()).toList();
    }

    /**
     * What becomes of a packet at the end of a chain: of a base chain, its policy; of one that base chains go to, theirs.
     * Empty if rules come after it.
     */
    Optional<Meaning> end(String chain) {
        JsonObject json = chains.get(chain);
        if (json == null) {
            return Optional.empty();
        }
        if (json.has("hook")) {
            return Optional.of(
                    json.has("policy") && json.get("policy").getAsString().equals("drop")
                            ? Meaning.DROP
                            : Meaning.ACCEPT);
        }
        if (!goneTo.contains(chain) || jumpedTo.contains(chain)) {
            return Optional.empty();
        }
        String table = name(json, "family", "table") + " ";
        boolean drop = chains.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(table) && each.getValue().has("hook"))
                .anyMatch(
                        each -> end(each.getKey()).filter(Meaning.DROP::equals).isPresent());
        return Optional.of(drop ? Meaning.DROP : Meaning.ACCEPT);
    }

    /** The hooks of the kernel at which something is decided by rules or a policy, but for those of one table. */
    Set<String> hooksWithRules(String butForTable) {
        Set<String> hooks = new HashSet<>();
        chains.forEach((chain, json) -> {
            boolean decides = end(chain).filter(Meaning.DROP::equals).isPresent()
                    || rules.stream().anyMatch(rule -> rule.chain().equals(chain) && !NftCounting.onlyCounts(rule));
            if (json.has("hook") && decides && !chain.startsWith(butForTable + " ")) {
                hooks.add(json.get("hook").getAsString());
            }
        });
        return hooks;
    }

    /** The elements of a map with a name such as {@code @ports}; empty if it has none, or they are not to be told. */
    Optional<JsonElement> elements(String table, String reference) {
        JsonObject map = maps.get(table + " " + reference.replaceFirst("^@", ""));
        return map == null ? Optional.empty() : Optional.ofNullable(map.get("elem"));
    }
}
