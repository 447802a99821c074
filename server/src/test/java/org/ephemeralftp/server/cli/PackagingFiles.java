package org.ephemeralftp.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * The files of {@code server/packaging} that follow from the options: the example configuration, the completion of the
 * shell and the manual pages. {@code mvn -q -pl server -Ppackaging test} writes them.
 */
final class PackagingFiles {
    private static final String NAME = "ephemeral-ftp-server";
    private static final int WIDTH = 100;

    private PackagingFiles() {}

    /** Writes all of them into the directory that is named. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Path man = Files.createDirectories(directory.resolve("man"));
        try (DirectoryStream<Path> old = Files.newDirectoryStream(man)) {
            for (Path page : old) {
                Files.delete(page);
            }
        }
        Map<String, String> files = texts();
        for (var file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
        for (String source : files.keySet()) {
            if (source.endsWith(".adoc")) {
                writeManualPage(directory.resolve(source), files.get(source));
            }
        }
    }

    /** What is in the files, by name, but for the manual pages, whose sources these are. */
    static Map<String, String> texts() {
        CommandLine root = Main.commandLine(Map.of());
        Map<String, String> texts = new TreeMap<>();
        texts.put("ephemeral-ftp.conf", example(root));
        texts.put(NAME + ".bash-completion", AutoComplete.bash(NAME, root));
        addManual(root, texts);
        return texts;
    }

    private static void addManual(CommandLine command, Map<String, String> texts) {
        // The version of the runnable jar is in its manifest, which nobody has read here.
        CommandSpec spec = command.getCommandSpec().versionProvider(null).version("Ephemeral FTP");
        StringWriter page = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(page), spec);
        texts.put("man/" + spec.qualifiedName("-") + ".adoc", page.toString());
        command.getSubcommands().values().forEach(subcommand -> addManual(subcommand, texts));
    }

    /** Every option as a comment, with what it does and its default. */
    private static String example(CommandLine root) {
        List<String> lines = new ArrayList<>(List.of(
                "# Options of ephemeral-ftp-server, as --config reads them; each line shows a default.",
                "# A value goes to the end of its line. '" + NAME + " config --config FILE' prints what is in force.",
                "# Environment variables (EPHEMERAL_FTP_PORT) and flags (--port) beat what is said here.",
                "# A relative path is relative to the directory the server is started in."));
        for (ArgGroupSpec group : serve(root).argGroups()) {
            lines.add("");
            lines.add("");
            lines.add("### " + String.format(group.heading()).strip());
            for (OptionSpec option : group.options()) {
                if (!option.longestName().equals(ConfigFile.OPTION)) {
                    lines.add("");
                    lines.addAll(comment(option));
                    lines.add(("#" + Keys.key(option) + " = " + ConfigListing.defaultOf(option)).stripTrailing());
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }

    static CommandSpec serve(CommandLine root) {
        return Objects.requireNonNull(root.getSubcommands().get(ServeCommand.NAME))
                .getCommandSpec();
    }

    private static List<String> comment(OptionSpec option) {
        List<String> lines = new ArrayList<>();
        String text = Ansi.OFF.string(String.join(" ", option.description()));
        StringBuilder line = new StringBuilder("#");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static void writeManualPage(Path source, String text) throws IOException, InterruptedException {
        Path page = manualPage(source);
        int status = new ProcessBuilder(
                        "asciidoctor", "-b", "manpage", "-a", "reproducible", "-o", page.toString(), source.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("asciidoctor ended with status " + status);
        }
        Files.writeString(page, Files.readString(page).stripTrailing() + "\n" + mark(text) + "\n");
    }

    /** Where the manual page of a source is. */
    static Path manualPage(Path source) {
        return source.resolveSibling(source.getFileName().toString().replace(".adoc", ".1"));
    }

    /** The comment in a manual page that tells what source it was made of: asciidoctor's versions write differently. */
    static String mark(String source) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return ".\\\" made of a source with SHA-256 " + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
