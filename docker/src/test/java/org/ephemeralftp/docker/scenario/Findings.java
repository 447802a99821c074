package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a probe found, or is to find: the verdict of each cell, the causes of what is wrong, the likeliest first, and what
 * else was worth a remark.
 *
 * <p>As files: {@code expect} has a line {@code pasv.plain.ipv4 = timed-out at data-connect} for each cell, with {@code |}
 * between verdicts of which any will do, and {@code causes}
 * has {@code pasv.plain.ipv4 = passive-ports-dropped} for each one that needs a diagnosis, and {@code remark = ...} if there
 * is one. Causes after the first are those that must be told, too.
 */
record Findings(Map<String, String> verdicts, Map<String, List<String>> causes, List<String> remarks) {

    /** What the client printed as JSON. */
    static Findings ofJson(String text) {
        JsonObject report = JsonParser.parseString(text).getAsJsonObject();
        Map<String, String> verdicts = new TreeMap<>();
        Map<String, List<String>> causes = new TreeMap<>();
        for (JsonElement each : report.getAsJsonArray("cells")) {
            JsonObject cell = each.getAsJsonObject();
            String name = cell.get("cell").getAsString();
            verdicts.put(name, cell.get("verdict").getAsString());
            JsonElement diagnosis = cell.get("diagnosis");
            if (diagnosis != null && diagnosis.isJsonObject()) {
                causes.put(name, kinds(diagnosis.getAsJsonObject().get("causes")));
            }
        }
        return new Findings(verdicts, causes, kinds(report.get("remarks")));
    }

    private static List<String> kinds(JsonElement causes) {
        List<String> kinds = new ArrayList<>();
        for (JsonElement cause : causes.getAsJsonArray()) {
            kinds.add(cause.getAsJsonObject().get("kind").getAsString());
        }
        return kinds;
    }

    /** What the two files say; that with the causes may be missing. */
    static Findings expected(Path expect, Path causes) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        if (Files.exists(causes)) {
            lines(causes)
                    .forEach((cell, kinds) -> all.put(
                            cell,
                            Arrays.stream(kinds.split(",", -1))
                                    .map(String::strip)
                                    .toList()));
        }
        List<String> remarks = all.remove("remark");
        return new Findings(lines(expect), all, remarks == null ? List.of() : remarks);
    }

    /** Fails if something else was found: another verdict, another first cause, a remark too few or too many. */
    void check(Findings found) {
        assertThat(found.verdicts.keySet()).as("cells").isEqualTo(verdicts.keySet());
        verdicts.forEach((cell, expected) -> assertThat(found.verdicts.get(cell))
                .as("verdict of " + cell)
                .isIn((Object[]) expected.split(" \\| ", -1)));
        assertThat(found.causes.keySet()).as("cells with a diagnosis").isEqualTo(causes.keySet());
        causes.forEach((cell, kinds) -> assertThat(found.causes.get(cell))
                .as("causes of " + cell)
                .startsWith(kinds.get(0))
                .containsAll(kinds));
        assertThat(found.remarks).as("remarks").isEqualTo(remarks);
    }

    private static Map<String, String> lines(Path file) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                lines.put(parts[0].strip(), parts[1].strip());
            }
        }
        return lines;
    }
}
