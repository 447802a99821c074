package org.ephemeralftp.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.ephemeralftp.docker.testing.Requires;
import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.admin.AdminConfig;

/** The alert rules do what they say, and they and the dashboard ask for metrics that a server has. */
@Timeout(120)
class MonitoringIT {
    private static final Path MONITORING = Path.of("monitoring");
    private static final Pattern METRIC = Pattern.compile("\\b(?:ephemeral_ftp|jvm|process)_[a-z_]+");

    private static String metrics;

    @BeforeAll
    static void scrape(@TempDir Path home) throws Exception {
        try (EphemeralFtpServer server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("24590-24599")
                .home(home)
                .anonymous(true)
                .admin(AdminConfig.builder().port(0).build())
                .start()) {
            URI uri = URI.create("http://localhost:" + server.adminPort().orElseThrow() + "/metrics");
            metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static String promtool(String input, String... arguments) throws Exception {
        Requires.program("promtool");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(MONITORING.toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void the_alert_rules_pass_their_tests() throws Exception {
        assertThat(promtool("", "test", "rules", "alerts.test.yaml")).contains("SUCCESS");
    }

    @Test
    void every_alert_has_a_test() throws Exception {
        Set<String> alerts = names("(?m)^ +- alert: (\\w+)", "alerts.yaml");
        assertThat(alerts).isNotEmpty().isEqualTo(names("(?m)^ +alertname: (\\w+)", "alerts.test.yaml"));
    }

    private static Set<String> names(String pattern, String file) throws Exception {
        return Pattern.compile(pattern)
                .matcher(Files.readString(MONITORING.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void promtool_finds_nothing_wrong_with_the_metrics_of_ours() throws Exception {
        String ours = metrics.lines()
                .filter(line -> line.contains("ephemeral_ftp_"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(promtool(ours, "check", "metrics")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "alerts.test.yaml", "dashboard.json"})
    void only_metrics_that_there_are_are_asked_for(String file) throws Exception {
        Set<String> asked = METRIC.matcher(Files.readString(MONITORING.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = Pattern.compile("(?m)^([a-z_]+)[{ ]")
                .matcher(metrics)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).isNotEmpty();
        assertThat(there).containsAll(asked);
    }

    /** A label that is asked for by value has that value. */
    @ParameterizedTest
    @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
    void only_labels_that_there_are_are_asked_for(String file) throws Exception {
        Set<String> labels = Pattern.compile("\\b(?:cause|state|outcome|result|direction|command)=\"[^\"]+\"")
                .matcher(Files.readString(MONITORING.resolve(file)).replace("\\\"", "\""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(labels).allSatisfy(label -> assertThat(metrics).contains(label));
    }

    @Test
    void the_panels_of_the_dashboard_have_numbers_and_places_of_their_own() throws Exception {
        List<JsonElement> panels = JsonParser.parseString(Files.readString(MONITORING.resolve("dashboard.json")))
                .getAsJsonObject()
                .getAsJsonArray("panels")
                .asList();
        assertThat(panels).hasSizeGreaterThan(10);
        assertThat(panels)
                .extracting(panel -> panel.getAsJsonObject().get("id").getAsInt())
                .doesNotHaveDuplicates();
        assertThat(panels)
                .extracting(panel -> panel.getAsJsonObject().get("gridPos"))
                .doesNotHaveDuplicates();
    }
}
