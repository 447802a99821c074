package org.ephemeralftp.client.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.probe.Attempt;
import org.ephemeralftp.client.probe.Cause;
import org.ephemeralftp.client.probe.CellResult;
import org.ephemeralftp.client.probe.Check;
import org.ephemeralftp.client.probe.Diagnosis;
import org.ephemeralftp.client.probe.Expectations.Judgement;
import org.ephemeralftp.client.probe.PhaseRecord;

/**
 * A probe's result as JSON. The names of its fields stay as they are:
 *
 * <pre>
 * {"server", "took" (ms), "cells": [{"cell", "verdict", "remark",
 *     "attempts": [{"kind", "phases": [{"phase", "outcome", "code", "text", "ms", "said", "local", "remote"}]}],
 *     "checks": [{"kind", and the fields of a phase}],
 *     "diagnosis": {"causes": [{"kind", "evidence", "fix"}], "conclusive", "nextRun"}}],
 *  "remarks": [{"kind", "evidence", "fix"}],
 *  "expectations": [{"cell", "expected", "actual", "met"}]}
 * </pre>
 *
 * <p>A field without a value is left out: "code" where there was no reply, addresses where there are none, "diagnosis" of
 * what works, "expectations" without expectations, and "expected" and "met" of cells of which nothing is expected.
 */
public final class ProbeJson {
    private ProbeJson() {}

    /** All of it. */
    public static JsonObject of(ProbeResult result) {
        JsonObject root = new JsonObject();
        root.addProperty("server", result.report().server().toString());
        root.addProperty("took", result.report().took().toMillis());
        root.add("cells", array(result.report().cells(), cell -> cell(result, cell)));
        root.add("remarks", array(result.report().remarks(), ProbeJson::cause));
        if (!result.judgements().isEmpty()) {
            root.add("expectations", array(result.judgements(), ProbeJson::judgement));
        }
        return root;
    }

    private static <T> JsonArray array(Collection<T> elements, Function<T, JsonObject> element) {
        JsonArray array = new JsonArray();
        elements.stream().map(element).forEach(array::add);
        return array;
    }

    private static JsonObject cell(ProbeResult result, CellResult cell) {
        JsonObject object = new JsonObject();
        object.addProperty("cell", cell.cell().toString());
        object.addProperty("verdict", cell.verdict().toString());
        object.addProperty("remark", cell.remark());
        object.add("attempts", array(cell.attempts(), ProbeJson::attempt));
        object.add("checks", array(cell.checks(), ProbeJson::check));
        result.report().diagnosis(cell.cell()).ifPresent(each -> object.add("diagnosis", diagnosis(each)));
        return object;
    }

    private static JsonObject attempt(Attempt attempt) {
        JsonObject object = new JsonObject();
        object.addProperty("kind", Json.name(attempt.kind()));
        object.add("phases", array(attempt.phases(), phase -> phase(new JsonObject(), phase)));
        return object;
    }

    private static JsonObject check(Check check) {
        JsonObject object = new JsonObject();
        object.addProperty("kind", Json.name(check.kind()));
        return phase(object, check.result());
    }

    private static JsonObject phase(JsonObject object, PhaseRecord phase) {
        object.addProperty("phase", phase.phase().toString());
        object.addProperty("outcome", phase.outcome().toString());
        if (phase.code() != 0) {
            object.addProperty("code", phase.code());
        }
        object.addProperty("text", phase.text());
        object.addProperty("ms", phase.took().toMillis());
        endpoint(object, "said", phase.said());
        endpoint(object, "local", phase.local());
        endpoint(object, "remote", phase.remote());
        return object;
    }

    private static void endpoint(JsonObject object, String name, @Nullable Endpoint endpoint) {
        if (endpoint != null) {
            object.addProperty(name, endpoint.toString());
        }
    }

    private static JsonObject diagnosis(Diagnosis diagnosis) {
        JsonObject object = new JsonObject();
        object.add("causes", array(diagnosis.causes(), ProbeJson::cause));
        object.addProperty("conclusive", diagnosis.conclusive());
        object.addProperty("nextRun", diagnosis.nextRun());
        return object;
    }

    private static JsonObject cause(Cause cause) {
        JsonObject object = new JsonObject();
        object.addProperty("kind", Json.name(cause.kind()));
        object.addProperty("evidence", cause.evidence());
        object.addProperty("fix", cause.fix());
        return object;
    }

    private static JsonObject judgement(Judgement judgement) {
        JsonObject object = new JsonObject();
        object.addProperty("cell", judgement.cell().toString());
        if (judgement.judged()) {
            object.addProperty("expected", judgement.expected());
        }
        object.addProperty("actual", judgement.actual().toString());
        if (judgement.judged()) {
            object.addProperty("met", judgement.met());
        }
        return object;
    }
}
