package org.ephemeralftp.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.client.testing.StockServerProgram;
import org.ephemeralftp.client.testing.TwoNetworks;

/** The sweep through real rules: a kernel's drops, its resets and its ICMP errors, of which it sends one a second. */
@EnabledIf(
        value = "org.ephemeralftp.client.testing.TwoNetworks#canBe",
        disabledReason = "needs root, ip and nft for network namespaces of its own")
class FirewalledSweepIT {
    private static TwoNetworks networks;
    private static String server;

    @TempDir
    static Path home;

    @BeforeAll
    static void start() throws IOException {
        networks = TwoNetworks.lay();
        Process process =
                networks.startServer(StockServerProgram.class, TwoNetworks.SERVER, home.toString(), "40000-40999");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        server = TwoNetworks.SERVER + ":" + out.readLine();
    }

    @AfterAll
    static void stop() {
        networks.close();
    }

    private static TwoNetworks.Ended sweep(String rules, String... options) {
        networks.rules(rules);
        List<String> line = new ArrayList<>(List.of("sweep", server, "--format", "json", "--timeout", "20"));
        line.addAll(List.of(options));
        return networks.runClient(Main.class, line.toArray(String[]::new));
    }

    private static List<String> ranges(JsonObject report) {
        return report.getAsJsonArray("ranges").asList().stream()
                .map(each -> each.getAsJsonObject())
                .map(each -> each.get("from").getAsInt() + "-" + each.get("to").getAsInt() + " "
                        + each.get("verdict").getAsString())
                .toList();
    }

    private static JsonObject report(TwoNetworks.Ended ended) {
        return JsonParser.parseString(ended.out()).getAsJsonObject();
    }

    @Test
    void dropsAndResetsAndOpenPortsAreToldApart() {
        TwoNetworks.Ended ended = sweep("""
                tcp dport 40010-40012 drop
                tcp dport 40013-40029 reject with tcp reset""", "--ports", "40000-40029");

        assertThat(ended.status()).as(ended.out()).isEqualTo(1);
        assertThat(ranges(report(ended)))
                .containsExactly("40000-40009 open", "40010-40012 timed-out", "40013-40029 refused");
    }

    /** At full speed most of the refusals look like drops: what the slow round is for. */
    @Test
    void refusalsThatTheKernelHoldsBackAreFoundAllTheSame() {
        TwoNetworks.Ended ended =
                sweep("tcp dport 40010-40023 reject with icmpx port-unreachable", "--ports", "40000-40023");

        JsonObject report = report(ended);
        assertThat(ranges(report)).containsExactly("40000-40009 open", "40010-40023 refused");
        assertThat(report.getAsJsonObject("retries").get("slowly").getAsInt()).isPositive();
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void aThousandDroppedPortsAreTriedWithinTheLimit() {
        TwoNetworks.Ended ended = sweep("tcp dport 40000-40999 drop", "--sessions", "96");

        JsonObject report = report(ended);
        assertThat(ranges(report)).containsExactly("40000-40999 timed-out");
        assertThat(report.get("ending").getAsString()).isEqualTo("complete");
        assertThat(report.get("tookSeconds").getAsDouble())
                .isLessThanOrEqualTo(report.get("limitSeconds").getAsDouble());
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void withoutRulesAllAreOpen() {
        TwoNetworks.Ended ended = sweep("", "--ports", "40000-40029,40990-40999");

        assertThat(ranges(report(ended))).containsExactly("40000-40029 open", "40990-40999 open");
        assertThat(ended.status()).isZero();
    }
}
