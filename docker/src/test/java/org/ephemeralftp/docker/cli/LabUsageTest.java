package org.ephemeralftp.docker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import org.ephemeralftp.docker.lab.LabException;

/** Options, right and wrong, from the command line, the environment and a file. */
class LabUsageTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(directory.resolve("my.nft"), "table inet filter {}");
        Files.writeString(directory.resolve("expect"), "pasv.plain.ipv4 = ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "run|there are no rules to test: give --ruleset FILE",
                "run --ruleset {}/missing.nft|'{}/missing.nft' is no file that is there",
                "run --ruleset {}|'{}' is no file that is there",
                "run --ruleset sevrer={}/my.nft|'sevrer' is not one of client, router, server",
                "run --ruleset={}/my.nft --on moon|'moon' is not one of client, router, server",
                "run --ruleset={}/my.nft --nat snat|'snat' is not one of none, masquerade, dnat",
                "run --ruleset={}/my.nft --own-nat|--own-nat says that your rules translate addresses",
                "run --nat dnat --own-nat|--own-nat says that your rules translate addresses, but there are none",
                "run --ruleset={}/my.nft --format xml|'xml' is not one of text, json, junit, tap",
                "run --ruleset={}/my.nft --mode pas|'pas' is not one of pasv, epsv, port, eprt",
                "run --ruleset={}/my.nft --tries 0|'0' is not a whole number of tries from 1",
                "run --ruleset={}/my.nft --timeout 0|'0' is not a whole number of seconds from",
                "run --ruleset={}/my.nft --expect {}/missing|--expect {}/missing: there is no such file",
                "run --ruleset={}/my.nft --mode=port --expect {}/expect|names no cell of this run",
                "run --ruleset={}/my.nft --keep-pcap {}/no/where|'{}/no/where' is no directory, and cannot be made",
                "run --ruleset={}/my.nft --keep-pcap {}/my.nft|'{}/my.nft' is no directory, and cannot be made",
                "run {}/my.nft|'{}/my.nft' is too much: everything is an option here",
                "run --rulset={}/my.nft|unknown option --rulset",
                "demo --seconds 0|'0' is not a whole number of seconds from 1 to 3600",
                "rnu|'rnu' is not a command; valid: run, demo",
            })
    void aWrongCommandLineIsOneLineAndStatusTwo(String arguments, String message) {
        Invocation result = Invocation.of(
                Map.of(), arguments.replace("{}", directory.toString()).split(" ", -1));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .contains(message.replace("{}", directory.toString()))
                .contains("--help");
    }

    @Test
    void aWrongVariableIsNamed() {
        assertThat(Invocation.of(Map.of("EPHEMERAL_FTP_LAB_RULSET", "x"), "run").err())
                .contains("EPHEMERAL_FTP_LAB_RULSET is not a variable of this lab");
        assertThat(Invocation.of(Map.of("EPHEMERAL_FTP_LAB_RULESET", "client=missing"), "run")
                        .err())
                .contains("EPHEMERAL_FTP_LAB_RULESET: 'missing' is no file that is there");
    }

    @Test
    void variablesOfTheServerAndTheClientAreNoneOfTheLabs() {
        Map<String, String> others = Map.of("EPHEMERAL_FTP_PORT", "x", "EPHEMERAL_FTP_CLIENT_TIMEOUT", "x");

        assertThat(Invocation.of(others, "run").err()).contains("there are no rules to test");
    }

    /** What is looked for shows where it is looked for. */
    @ParameterizedTest
    @CsvSource({
        "ruleset = missing, missing",
        "ruleset = client=missing, missing",
        "ip6tables-restore = ../missing, ../missing",
    })
    void inAFilePathsBeginWhereTheFileIs(String line, String looked) throws IOException {
        Path file = Files.writeString(directory.resolve("lab.conf"), "# a scenario\n" + line + "\n");

        assertThat(Invocation.of(Map.of(), "run", "--config=" + file).err())
                .contains("lab.conf line 2: ", "'" + directory.resolve(looked) + "' is no file that is there");
    }

    @Test
    void aFileOfOptionsNamesWhatStandsBesideIt() throws IOException {
        Path file = Files.writeString(
                directory.resolve("lab.conf"), "ruleset = my.nft\nnat = dnat\nmode = port\nexpect = expect\n");

        // The rules are there, and so is what is expected, but not of any cell.
        assertThat(Invocation.of(Map.of(), "run", "--config=" + file).err())
                .contains("--expect " + directory.resolve("expect") + ", line 1: 'pasv.plain.ipv4' names no cell");
    }

    @Test
    void aRulesetGoesWhereItSaysOrElseWhereOnSays() {
        RuleOptions rules = new RuleOptions();
        String file = directory.resolve("my.nft").toString();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("rules", CommandLine.Model.CommandSpec.forAnnotatedObject(rules)))
                .parseArgs("--on=router", "--ruleset=" + file, "--iptables-restore=client=" + file, "--nat=masquerade");

        assertThat(rules.summary()).isEqualTo("my.nft on the router, my.nft on the client; masquerade on the router");
        assertThat(rules.contradiction()).isEmpty();
    }

    @Test
    void whereThereCanBeNoLabThatIsSaid() throws Exception {
        Main main = new Main();
        CommandLine command = new CommandLine(main);
        StringWriter err = new StringWriter();
        command.setErr(new PrintWriter(err, true));

        int status = new LabErrors()
                .handleExecutionException(
                        new LabException("no nft\u001b[2J:\nsee README"), command, command.parseArgs());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("no nft\\u001b[2J:\nsee README\n");
    }

    /** It must not look like a verdict. */
    @Test
    void whatBreaksTheLabIsOneLineAndStatusTwo() {
        CommandLine command = new CommandLine(new Main());
        StringWriter err = new StringWriter();
        command.setErr(new PrintWriter(err, true));

        int status = new LabErrors()
                .handleExecutionException(new IllegalStateException("a\nb"), command, command.parseArgs());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("The lab broke", "IllegalStateException: a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "demo"})
    void helpFitsATerminal(String command) {
        Invocation result = Invocation.of(Map.of("EPHEMERAL_FTP_LAB_TRIES", "x"), command, "--help");

        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(result.out()).contains("Exit status", "--config");
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Invocation result = Invocation.of(Map.of());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("Usage: ephemeral-ftp-lab", "run", "demo");
    }
}
