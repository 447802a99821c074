package org.ephemeralftp.docker.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.ephemeralftp.client.report.Json;
import org.ephemeralftp.client.report.ProbeJson;
import org.ephemeralftp.client.report.ProbeResult;
import org.ephemeralftp.client.report.SweepJson;
import org.ephemeralftp.docker.lab.CellEvidence;

/**
 * What came of a ruleset as JSON. The names of its fields stay as they are:
 *
 * <pre>
 * {"verdict": "as-expected" | "not-as-expected" | "inconclusive", "took" (ms),
 *  "control": what the client's probe prints, without the rules,
 *  "probe": the same with them,
 *  "evidence": [{"cell",
 *     "rules": [{"host", "chain", "rule", "verdict": "accept" | "drop" | "reject" | "other", "packets"}],
 *     "conntrack": [{"host", "entry"}]}],
 *  "remarks": [text],
 *  "sweep": what the client's sweep prints}
 * </pre>
 *
 * <p>"sweep" is left out where there was none.
 */
final class LabJson {
    private LabJson() {}

    static String of(LabResult result) {
        JsonObject root = new JsonObject();
        root.addProperty("verdict", verdict(result.exitStatus()));
        root.addProperty("took", result.report().took().toMillis());
        root.add("control", ProbeJson.of(ProbeResult.of(result.report().control(), null)));
        root.add("probe", ProbeJson.of(result.probe()));
        JsonArray evidence = new JsonArray();
        result.report().evidence().forEach(each -> evidence.add(evidence(each)));
        root.add("evidence", evidence);
        JsonArray remarks = new JsonArray();
        result.report().remarks().forEach(remarks::add);
        root.add("remarks", remarks);
        result.report().sweep().ifPresent(sweep -> root.add("sweep", SweepJson.of(sweep)));
        return Json.text(root);
    }

    private static String verdict(int status) {
        return switch (status) {
            case ProbeResult.AS_EXPECTED -> "as-expected";
            case ProbeResult.NOT_AS_EXPECTED -> "not-as-expected";
            default -> "inconclusive";
        };
    }

    private static JsonObject evidence(CellEvidence evidence) {
        JsonObject object = new JsonObject();
        object.addProperty("cell", evidence.cell().toString());
        JsonArray rules = new JsonArray();
        evidence.rules().forEach(rule -> {
            JsonObject one = new JsonObject();
            one.addProperty("host", rule.host().toString());
            one.addProperty("chain", rule.chain());
            one.addProperty("rule", rule.text());
            one.addProperty("verdict", Json.name(rule.verdict()));
            one.addProperty("packets", rule.packets());
            rules.add(one);
        });
        object.add("rules", rules);
        JsonArray conntrack = new JsonArray();
        evidence.conntrack().forEach(entry -> {
            JsonObject one = new JsonObject();
            one.addProperty("host", entry.host().toString());
            one.addProperty("entry", entry.text());
            conntrack.add(one);
        });
        object.add("conntrack", conntrack);
        return object;
    }
}
