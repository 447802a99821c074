package org.ephemeralftp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

class NewPasswordTest {
    @Command(name = "test")
    private static final class Nothing {}

    private static NewPassword parsed(
            Optional<NewPassword.Terminal> terminal, String standardInput, String... arguments) {
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        NewPassword password = new NewPassword(terminal, in);
        CommandLine commandLine = new CommandLine(new Nothing());
        commandLine.addMixin("password", password);
        commandLine.parseArgs(arguments);
        return password;
    }

    private static Optional<NewPassword.Terminal> typing(@Nullable String... answers) {
        Deque<Optional<String>> left = new ArrayDeque<>();
        for (String answer : answers) {
            left.add(Optional.ofNullable(answer));
        }
        return Optional.of(prompt -> left.remove().map(String::toCharArray).orElse(null));
    }

    @Test
    void a_terminal_is_asked_twice() throws Exception {
        NewPassword password = parsed(typing("pass wörd", "pass wörd"), "");
        assertThat(password.get()).isEqualTo("pass wörd");
        assertThat(password.isGenerated()).isFalse();
    }

    @Test
    void what_is_typed_differently_or_not_at_all_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(parsed(typing("one", "two"), "")::get)
                .withMessage("the two passwords are not the same: nothing was changed");
        for (@Nullable String none : new @Nullable String[] {"", null}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(parsed(typing(none, none), "")::get)
                    .withMessage("no password was typed: nothing was changed");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(parsed(Optional.empty(), "piped\n")::get)
                .withMessage("there is no terminal to ask for a password: use --password-stdin or --generate");
    }

    @ParameterizedTest
    @ValueSource(strings = {" pass wörd ", " pass wörd \n", " pass wörd \r\nmore\n"})
    void standard_input_has_it_on_one_line(String input) throws Exception {
        NewPassword password = parsed(Optional.empty(), input, "--password-stdin");
        assertThat(password.get()).isEqualTo(" pass wörd ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\nlate"})
    void standard_input_without_one_is_refused(String input) {
        assertThatIllegalArgumentException()
                .isThrownBy(parsed(typing("not", "asked"), input, "--password-stdin")::get)
                .withMessageStartingWith("--password-stdin: there is no password on standard input");
    }

    @Test
    void what_cannot_be_read_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(parsed(typing("p\uFFFD", "p\uFFFD"), "")::get)
                .withMessageContaining("LC_ALL=C.UTF-8");
        InputStream latin1 = new ByteArrayInputStream("pässword\n".getBytes(StandardCharsets.ISO_8859_1));
        NewPassword password = new NewPassword(Optional.empty(), latin1);
        CommandLine commandLine = new CommandLine(new Nothing());
        commandLine.addMixin("password", password);
        commandLine.parseArgs("--password-stdin");
        assertThatIllegalArgumentException()
                .isThrownBy(password::get)
                .withMessage("--password-stdin: the password is not text in UTF-8");
    }

    @Test
    void one_can_be_made_up() throws Exception {
        NewPassword password = parsed(Optional.empty(), "", "--generate");
        assertThat(password.get()).hasSize(20).isNotEqualTo(password.get());
        assertThat(password.isGenerated()).isTrue();
    }

    @Test
    void there_is_one_source_at_most() {
        for (List<String> both :
                List.of(List.of("--generate", "--password-stdin"), List.of("--password-stdin", "--generate"))) {
            assertThatExceptionOfType(ParameterException.class)
                    .isThrownBy(() -> parsed(Optional.empty(), "", both.toArray(String[]::new)))
                    .withMessageContaining("mutually exclusive");
        }
    }
}
