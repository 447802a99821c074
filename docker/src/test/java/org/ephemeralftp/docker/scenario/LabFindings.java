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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the lab's jar printed as JSON of a scenario, and what the scenario's directory says of it. */
record LabFindings(JsonObject report) {
    private static final String OK = "ok";
    private static final Set<String> NOT_JUDGED = Set.of("skipped");
    private static final Set<String> DENIES = Set.of("drop", "reject");
    private static final Pattern COUNTED = Pattern.compile("^ *((?!#)[^#\n]*\\b)?counter (.*)$", Pattern.MULTILINE);
    private static final Pattern TRANSLATES = Pattern.compile("\\b([sd]nat|masquerade)\\b");

    static LabFindings of(String json) {
        return new LabFindings(JsonParser.parseString(json).getAsJsonObject());
    }

    /** The lines {@code NAME = VALUE} of a file; none if there is no such file. */
    static Map<String, String> lines(Path file) throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                lines.put(parts[0].strip(), parts[1].strip());
            }
        }
        return lines;
    }

    /** Everything worked while there were no rules, so that what fails later fails for the rules. */
    void everythingWorksWithoutRules() {
        assertThat(verdicts("control").values()).isNotEmpty().containsOnly(OK);
    }

    /** Whether it is what is expected, the jar has said; here, that nothing goes without an expectation. */
    void everyCellIsJudged(Path directory) throws IOException {
        assertThat(verdicts("probe").keySet())
                .isEqualTo(lines(directory.resolve("expect")).keySet());
    }

    /** The file {@code causes} has the first cause of each cell that needs one, and further ones that must be told. */
    void causesAre(Path directory) throws IOException {
        Map<String, String> expected = lines(directory.resolve("causes"));
        List<String> remarks = words(expected.remove("remark"));
        Map<String, List<String>> found = new TreeMap<>();
        cells("probe")
                .filter(cell -> cell.has("diagnosis") && cell.get("diagnosis").isJsonObject())
                .forEach(cell -> found.put(
                        cell.get("cell").getAsString(),
                        kinds(cell.getAsJsonObject("diagnosis").get("causes"))));
        assertThat(found.keySet()).as("cells with a diagnosis").isEqualTo(expected.keySet());
        expected.forEach((cell, kinds) -> assertThat(found.get(cell))
                .as("causes of " + cell)
                .startsWith(words(kinds).get(0))
                .containsAll(words(kinds)));
        assertThat(kinds(report.getAsJsonObject("probe").get("remarks"))).isEqualTo(remarks);
    }

    /** During each cell that is not ok, a rule counted packets that can make it fail. */
    void everyDenialIsCounted() {
        verdicts("probe").forEach((cell, verdict) -> {
            if (!verdict.equals(OK)) {
                assertThat(rules(cell))
                        .as("rules that counted a packet in " + cell)
                        .anySatisfy(rule -> {
                            assertThat(rule.get("packets").getAsLong()).isPositive();
                            assertThat(DENIES.contains(rule.get("verdict").getAsString())
                                            || TRANSLATES.matcher(text(rule)).find())
                                    .isTrue();
                        });
            }
        });
    }

    /** A rule that has the word counter in its file is one that the scenario is about: it met a packet. */
    void everyMarkedRuleIsMet(Path directory) throws IOException {
        Set<String> met = new TreeSet<>();
        verdicts("probe").keySet().forEach(cell -> rules(cell).forEach(rule -> met.add(text(rule))));
        Set<String> marked = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".nft")).toList()) {
                Matcher rule = COUNTED.matcher(Files.readString(file));
                while (rule.find()) {
                    marked.add(Objects.requireNonNullElse(rule.group(1), "") + rule.group(2));
                }
            }
        }
        assertThat(marked).isNotEmpty();
        assertThat(met).containsAll(marked);
    }

    private static String text(JsonObject rule) {
        return rule.get("rule").getAsString();
    }

    private Map<String, String> verdicts(String run) {
        Map<String, String> verdicts = new TreeMap<>();
        cells(run)
                .forEach(cell -> verdicts.put(
                        cell.get("cell").getAsString(), cell.get("verdict").getAsString()));
        verdicts.values().removeAll(NOT_JUDGED);
        return verdicts;
    }

    private Stream<JsonObject> cells(String run) {
        return report.getAsJsonObject(run).getAsJsonArray("cells").asList().stream()
                .map(JsonElement::getAsJsonObject);
    }

    private List<JsonObject> rules(String cell) {
        return report.getAsJsonArray("evidence").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.get("cell").getAsString().equals(cell))
                .flatMap(each -> each.getAsJsonArray("rules").asList().stream())
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static List<String> kinds(JsonElement causes) {
        List<String> kinds = new ArrayList<>();
        causes.getAsJsonArray()
                .forEach(each -> kinds.add(each.getAsJsonObject().get("kind").getAsString()));
        return kinds;
    }

    private static List<String> words(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }
}
