package org.ephemeralftp.client.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.ephemeralftp.client.sweep.Learning;
import org.ephemeralftp.client.sweep.SweepReport;

/** A sweep as JSON. */
public final class SweepJson {
    private SweepJson() {}

    /** All of it. */
    public static JsonObject of(SweepReport report) {
        JsonObject root = new JsonObject();
        root.addProperty("server", report.server().toString());
        root.addProperty("address", report.address().getHostAddress());
        root.addProperty("mode", Json.name(report.mode()));
        root.addProperty("protection", Json.name(report.protection()));
        root.addProperty("passed", report.passed());
        root.addProperty("ending", Json.name(report.ending()));
        root.addProperty("trouble", report.trouble());
        root.addProperty("sessions", report.sessions());
        root.addProperty("limitSeconds", report.limit().toMillis() / 1000.0);
        root.addProperty("tookSeconds", report.took().toMillis() / 1000.0);
        root.add("learning", learning(report.learning()));
        root.add("retries", retries(report.retries()));
        JsonArray ranges = new JsonArray();
        report.ranges().forEach(each -> {
            JsonObject range = new JsonObject();
            range.addProperty("from", each.from());
            range.addProperty("to", each.to());
            range.addProperty("verdict", each.verdict().toString());
            ranges.add(range);
        });
        root.add("ranges", ranges);
        JsonArray ports = new JsonArray();
        report.ports().forEach(each -> {
            JsonObject port = new JsonObject();
            port.addProperty("port", each.port());
            port.addProperty("verdict", each.verdict().toString());
            JsonArray tries = new JsonArray();
            each.tries().forEach(verdict -> tries.add(verdict.toString()));
            port.add("tries", tries);
            port.addProperty("detail", each.detail());
            ports.add(port);
        });
        root.add("ports", ports);
        return root;
    }

    private static JsonObject learning(Learning learning) {
        JsonObject json = new JsonObject();
        json.addProperty("way", Json.name(learning.way()));
        json.addProperty("draws", learning.draws());
        json.addProperty("drawn", learning.drawn());
        json.addProperty("once", learning.once());
        json.addProperty("sinceNew", learning.sinceNew());
        json.addProperty("missedOneAsLikely", learning.missedOneAsLikely());
        json.addProperty("unseenShare", learning.unseenShare());
        return json;
    }

    private static JsonObject retries(SweepReport.Retries retries) {
        JsonObject json = new JsonObject();
        json.addProperty("again", retries.again());
        json.addProperty("againChanged", retries.againChanged());
        json.addProperty("slowly", retries.slowly());
        json.addProperty("slowlyChanged", retries.slowlyChanged());
        json.addProperty("believed", retries.believed());
        return json;
    }
}
