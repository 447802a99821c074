package org.ephemeralftp.client.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Duration;

import org.ephemeralftp.client.load.LoadEnd;
import org.ephemeralftp.client.load.LoadReport;
import org.ephemeralftp.client.report.Json;

/** The report of a load for programs: the record as it is, durations in seconds, and the rates. */
final class LoadJson {
    private static final Gson GSON = new GsonBuilder()
            .registerTypeAdapter(Duration.class, (JsonSerializer<Duration>)
                    (duration, type, context) -> new JsonPrimitive(duration.toNanos() / 1e9))
            .registerTypeAdapter(
                    LoadEnd.class, (JsonSerializer<LoadEnd>) (end, type, context) -> new JsonPrimitive(end.toString()))
            .create();

    private LoadJson() {}

    static String of(LoadReport report) {
        JsonObject json = GSON.toJsonTree(report).getAsJsonObject();
        json.addProperty("passed", report.passed());
        json.addProperty("transfersPerSecond", report.transfersPerSecond());
        json.addProperty("mebibytesPerSecond", report.mebibytesPerSecond());
        return Json.text(json);
    }
}
