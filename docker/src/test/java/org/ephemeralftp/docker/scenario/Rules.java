package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Program;
import org.ephemeralftp.docker.testing.Requires;

/** The nftables rules of one host. */
final class Rules {
    private final Lab lab;
    private final LabHost host;

    Rules(Lab lab, LabHost host) {
        this.lab = lab;
        this.host = host;
    }

    /** Skips the test, or fails it in CI, where the kernel has no FTP helper. */
    static void requireHelper() throws IOException, InterruptedException {
        // Not only parsed: the kernel looks for the helper, and loads its module if it can.
        String rules = "table inet lab { ct helper ftp-control { type \"ftp\" protocol tcp; }; }";
        Program nft = Program.run(
                Path.of(System.getProperty("java.io.tmpdir")), List.of("unshare", "--net", "nft", "-f", "-"), rules);
        Requires.that(
                nft.status() == 0,
                "nftables or the kernel's FTP helper is missing (modprobe nf_conntrack_ftp nf_nat_ftp): "
                        + nft.output());
    }

    /** How many packets came to a rule. */
    record Counter(LabHost host, String chain, long handle, long packets) {}

    /** Adds those of a file. */
    void load(Path file) throws IOException, InterruptedException {
        nft("-f", file.toString());
    }

    /** Those that are in force, as text, with their counters. */
    String text() throws IOException, InterruptedException {
        return nft("--handle", "list", "ruleset");
    }

    /** The counters of all rules that have one. */
    List<Counter> counters() throws IOException, InterruptedException {
        List<Counter> counters = new ArrayList<>();
        JsonObject all =
                JsonParser.parseString(nft("--json", "list", "ruleset")).getAsJsonObject();
        for (JsonElement each : all.getAsJsonArray("nftables")) {
            JsonObject rule = each.getAsJsonObject().getAsJsonObject("rule");
            if (rule == null) {
                continue;
            }
            for (JsonElement part : rule.getAsJsonArray("expr")) {
                JsonElement counter = part.getAsJsonObject().get("counter");
                if (counter != null) {
                    counters.add(new Counter(
                            host,
                            rule.get("chain").getAsString(),
                            rule.get("handle").getAsLong(),
                            counter.getAsJsonObject().get("packets").getAsLong()));
                }
            }
        }
        return counters;
    }

    /** The host and {@link #text}, for the message of a failed assertion. */
    String told() throws IOException, InterruptedException {
        return host + ":\n" + text();
    }

    private String nft(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Program nft = lab.run(host, command.toArray(String[]::new));
        assertThat(nft.status()).as(nft.toString()).isZero();
        return nft.out();
    }
}
