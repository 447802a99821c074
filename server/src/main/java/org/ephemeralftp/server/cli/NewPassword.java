package org.ephemeralftp.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.users.RandomPassword;

/** Where a new password comes from: a terminal that asks twice, standard input, or chance. */
final class NewPassword {
    /** What Java has in the place of bytes that are no text in the locale. */
    private static final char UNREADABLE = '\uFFFD';

    /** Somebody who can be asked without an echo; no answer means that there was an end of input. */
    interface Terminal {
        char @Nullable [] ask(String prompt);
    }

    /** At most one of them. */
    private static final class Source {
        @Option(names = "--password-stdin", description = "Read the password from standard input, one line.")
        private boolean standardInput;

        @Option(names = "--generate", description = "Make up a password, and print it: this once, and nothing else.")
        private boolean generate;
    }

    @ArgGroup(exclusive = true)
    private Source source = new Source();

    private final Optional<Terminal> terminal;
    private final InputStream standardInput;

    NewPassword() {
        this(Optional.ofNullable(System.console()).map(NewPassword::terminal), System.in);
    }

    /** As a test has it. */
    NewPassword(Optional<Terminal> terminal, InputStream standardInput) {
        this.terminal = terminal;
        this.standardInput = standardInput;
    }

    private static Terminal terminal(Console console) {
        return prompt -> console.readPassword("%s", prompt);
    }

    /** Whether the user has to be told the password, who did not choose it. */
    boolean isGenerated() {
        return source.generate;
    }

    /**
     * Gets the password.
     *
     * @throws IllegalArgumentException if there is none, or it was typed differently
     */
    String get() throws IOException {
        if (source.generate) {
            return RandomPassword.generate(new SecureRandom());
        }
        return source.standardInput ? read() : ask();
    }

    private String read() throws IOException {
        String line;
        try {
            line = new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8.newDecoder()))
                    .readLine();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("--password-stdin: the password is not text in UTF-8", e);
        }
        if (line == null || line.isEmpty()) {
            throw new IllegalArgumentException(
                    "--password-stdin: there is no password on standard input: write it there, on one line");
        }
        return line;
    }

    private String ask() {
        Terminal asked = terminal.orElseThrow(() -> new IllegalArgumentException(
                "there is no terminal to ask for a password: use --password-stdin or --generate"));
        char[] first = answer(asked, "New password: ");
        char[] second = answer(asked, "The same again: ");
        try {
            if (new String(first).indexOf(UNREADABLE) >= 0) {
                throw new IllegalArgumentException("what was typed cannot be read, because of the locale: start with"
                        + " LC_ALL=C.UTF-8, or use --password-stdin");
            }
            if (!Arrays.equals(first, second)) {
                throw new IllegalArgumentException("the two passwords are not the same: nothing was changed");
            }
            return new String(first);
        } finally {
            Arrays.fill(first, ' ');
            Arrays.fill(second, ' ');
        }
    }

    private static char[] answer(Terminal terminal, String prompt) {
        char[] answer = terminal.ask(prompt);
        if (answer == null || answer.length == 0) {
            throw new IllegalArgumentException("no password was typed: nothing was changed");
        }
        return answer;
    }
}
