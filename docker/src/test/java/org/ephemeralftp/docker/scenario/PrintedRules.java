package org.ephemeralftp.docker.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ephemeralftp.docker.lab.LabHost;
import org.ephemeralftp.docker.testing.Program;

/** The rules that {@code firewall} printed, on the host they are for. */
abstract sealed class PrintedRules {
    private static final Pattern REMOVE = Pattern.compile("(?m)^# Remove: (.*)$");

    final Lab lab;
    final LabHost host;
    final Path file;

    private PrintedRules(Lab lab, LabHost host, Path file) {
        this.lab = lab;
        this.host = host;
        this.file = file;
    }

    static PrintedRules of(String format, Lab lab, LabHost host, Path file) {
        return format.equals("nftables") ? new OfNftables(lab, host, file) : new OfIptables(lab, host, file);
    }

    /** Adds a rule of somebody else's, for which nothing passes that would not pass without it. */
    abstract void addTheirs() throws IOException, InterruptedException;

    /** Loads them, as their comment says. */
    abstract void load() throws IOException, InterruptedException;

    /** Removes them, as their comment says. */
    final void remove() throws IOException, InterruptedException {
        Matcher remove = REMOVE.matcher(Files.readString(file));
        assertThat(remove.find()).isTrue();
        run("sh", "-c", remove.group(1));
    }

    /** All rules of the host, without counters. */
    abstract String text() throws IOException, InterruptedException;

    /** Each rule of theirs, with its chain; in iptables the one of each family as one. */
    abstract List<Rule> rules() throws IOException, InterruptedException;

    /** How many packets they have dropped. */
    abstract long dropped() throws IOException, InterruptedException;

    /** One rule, and the command that takes it away, until rules are loaded again. */
    record Rule(String chain, String text, String removal) {
        @Override
        public String toString() {
            return chain + ": " + text;
        }
    }

    /** Takes one away. */
    final void remove(Rule rule) throws IOException, InterruptedException {
        run("sh", "-c", rule.removal());
    }

    final String run(String... command) throws IOException, InterruptedException {
        Program program = lab.run(host, command);
        assertThat(program.status()).as(program.toString()).isZero();
        return program.out();
    }

    static long sum(Pattern counter, String text) {
        return counter.matcher(text)
                .results()
                .mapToLong(result -> Long.parseLong(result.group(1)))
                .sum();
    }

    private static final class OfNftables extends PrintedRules {
        private static final Pattern RULE = Pattern.compile("(.+) # handle (\\d+)");
        private static final Pattern CHAIN = Pattern.compile("chain (\\w+) \\{.*");
        private static final Pattern COUNTER = Pattern.compile("counter packets (\\d+)");

        OfNftables(Lab lab, LabHost host, Path file) {
            super(lab, host, file);
        }

        @Override
        void load() throws IOException, InterruptedException {
            run("nft", "-f", file.toString());
        }

        @Override
        void addTheirs() throws IOException, InterruptedException {
            run("nft", "add table inet theirs; add chain inet theirs input; add rule inet theirs input accept");
        }

        @Override
        String text() throws IOException, InterruptedException {
            return run("nft", "--stateless", "list", "ruleset");
        }

        @Override
        List<Rule> rules() throws IOException, InterruptedException {
            List<Rule> rules = new ArrayList<>();
            String chain = "";
            for (String line : run("nft", "--stateless", "--handle", "list", "table", "inet", "ephemeral_ftp")
                    .split("\n", -1)) {
                Matcher begin = CHAIN.matcher(line.strip());
                Matcher rule = RULE.matcher(line.strip());
                if (begin.matches()) {
                    chain = begin.group(1);
                } else if (rule.matches() && !chain.isEmpty()) {
                    rules.add(new Rule(
                            chain,
                            rule.group(1),
                            "nft delete rule inet ephemeral_ftp " + chain + " handle " + rule.group(2)));
                }
            }
            return rules;
        }

        @Override
        long dropped() throws IOException, InterruptedException {
            return sum(COUNTER, run("nft", "list", "ruleset"));
        }
    }

    private static final class OfIptables extends PrintedRules {
        private static final String PREFIX = "EPHEMERAL_FTP_";
        private static final Pattern COUNTER = Pattern.compile("\\[(\\d+):\\d+] -A " + PREFIX + "\\w+ -j DROP");

        OfIptables(Lab lab, LabHost host, Path file) {
            super(lab, host, file);
        }

        @Override
        void load() throws IOException, InterruptedException {
            run("sh", file.toString());
        }

        @Override
        String text() throws IOException, InterruptedException {
            // Tables and their own chains stay where they were used once, without rules.
            return saved("")
                    .lines()
                    .filter(line -> line.startsWith("-A ") || line.endsWith(" - [0:0]"))
                    .reduce("", (all, line) -> all + line + "\n");
        }

        @Override
        void addTheirs() throws IOException, InterruptedException {
            run("iptables", "-A", "INPUT", "-p", "tcp", "--dport", "9", "-j", "ACCEPT");
        }

        private String saved(String option) throws IOException, InterruptedException {
            return run("sh", "-c", "iptables-save " + option + "; ip6tables-save " + option);
        }

        @Override
        List<Rule> rules() throws IOException, InterruptedException {
            // All in one process of the host's, as each takes its time to get there.
            String[] programs = run(
                            "sh",
                            "-c",
                            "for p in iptables ip6tables; do $p -t raw -S; echo filter; $p -S; echo end; done")
                    .split("end\n", -1);
            List<Rule> rules = new ArrayList<>();
            for (int table = 0; table < 2; table++) {
                List<String> four = ours(programs[0], table);
                List<String> six = ours(programs[1], table);
                assertThat(six).hasSameSizeAs(four);
                for (int i = 0; i < four.size(); i++) {
                    String delete = " -t " + (table == 0 ? "raw" : "filter") + " -D ";
                    rules.add(new Rule(
                            four.get(i).split(" ", -1)[0].replace(PREFIX, ""),
                            four.get(i).replaceFirst("^\\w+ ", ""),
                            "iptables" + delete + four.get(i) + " && ip6tables" + delete + six.get(i)));
                }
            }
            return rules;
        }

        /** What is ours of the rules of a program, without the word for adding them. */
        private static List<String> ours(String rules, int table) {
            return rules.split("filter\n", -1)[table]
                    .lines()
                    .filter(line -> line.startsWith("-A ") && line.contains(PREFIX))
                    .map(line -> line.substring("-A ".length()))
                    .toList();
        }

        @Override
        long dropped() throws IOException, InterruptedException {
            return sum(COUNTER, saved("-c"));
        }
    }
}
