package org.ephemeralftp.client.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.report.Json;
import org.ephemeralftp.client.tour.ControlEnds;
import org.ephemeralftp.client.tour.DataConnection;
import org.ephemeralftp.client.tour.FamilyVisit;
import org.ephemeralftp.client.tour.TourCell;
import org.ephemeralftp.client.tour.TourEvent;
import org.ephemeralftp.client.tour.TourReport;

/** A tour's report as JSON, with names that stay as they are: lower case, hyphens in values, times in seconds. */
final class TourJson {
    private TourJson() {}

    static String of(TourReport report) {
        JsonObject json = new JsonObject();
        JsonObject server = new JsonObject();
        server.addProperty("host", report.server().host());
        server.addProperty("port", report.server().port());
        server.addProperty("implicitTls", report.server().implicitTls());
        json.add("server", server);
        json.addProperty("passed", report.passed());
        json.add("families", array(report.families(), TourJson::family));
        return Json.text(json) + "\n";
    }

    private static JsonObject family(FamilyVisit visit) {
        JsonObject json = new JsonObject();
        json.addProperty("family", Json.name(visit.family()));
        json.addProperty("outcome", Json.name(visit.outcome()));
        json.addProperty("detail", visit.detail());
        json.add("control", control(visit.control()));
        json.add("events", array(visit.events(), TourJson::event));
        json.add("cells", array(visit.cells(), TourJson::cell));
        return json;
    }

    private static JsonObject cell(TourCell cell) {
        JsonObject json = new JsonObject();
        json.addProperty("mode", Json.name(cell.mode()));
        json.addProperty("family", Json.name(cell.family()));
        json.addProperty("outcome", Json.name(cell.outcome()));
        json.addProperty("detail", cell.detail());
        json.addProperty("bytes", cell.bytes());
        json.addProperty("seconds", seconds(cell.took()));
        json.add("control", control(cell.control()));
        json.add("dataConnections", array(cell.connections(), TourJson::connection));
        json.add("events", array(cell.events(), TourJson::event));
        return json;
    }

    private static JsonElement control(@Nullable ControlEnds ends) {
        if (ends == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.add("client", endpoint(ends.client()));
        json.add("server", endpoint(ends.server()));
        return json;
    }

    private static JsonObject connection(DataConnection connection) {
        JsonObject json = new JsonObject();
        json.addProperty("purpose", Json.name(connection.purpose()));
        json.addProperty("listener", Json.name(connection.listener()));
        json.add("advertised", endpoint(connection.advertised()));
        json.add("client", endpoint(connection.client()));
        json.add("server", endpoint(connection.server()));
        return json;
    }

    private static JsonObject endpoint(Endpoint endpoint) {
        JsonObject json = new JsonObject();
        json.addProperty("address", endpoint.host());
        json.addProperty("port", endpoint.port());
        return json;
    }

    private static JsonObject event(TourEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("at", seconds(event.at()));
        json.addProperty("step", Json.name(event.step()));
        json.addProperty("kind", Json.name(event.kind()));
        json.addProperty("text", event.text());
        return json;
    }

    private static <T> JsonArray array(Collection<T> values, Function<T, JsonElement> each) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(each.apply(value)));
        return array;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
