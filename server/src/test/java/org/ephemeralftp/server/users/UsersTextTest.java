package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTextTest {
    private static final String HASH = "$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2";
    private static final String OTHER = "$2a$06$abcdefghijklmnopqrstuuxLa0AkDDSrQ9VwNnETzOsObiucpMYgC";

    private static String line(String name) {
        return name + ":" + HASH + "::rw";
    }

    private static UserLine user(String name) {
        return new UserLine(name, PasswordHash.parse(HASH), "", Access.READ_WRITE);
    }

    @Test
    void has_accounts_comments_and_blank_lines_with_line_ends_of_both_kinds() {
        UsersText text = new UsersText("\uFEFF" + line("a") + "\r\n  # c:d:e:rw\r\n \t\n\nb:" + HASH
                + ":C:\\data: \"x\" # not a comment:rw=/in,/x y  ");

        assertThat(text.users())
                .containsExactly(
                        user("a"),
                        new UserLine(
                                "b",
                                PasswordHash.parse(HASH),
                                "C:\\data: \"x\" # not a comment",
                                Access.parse("rw=/in,/x y")));
        assertThat(new UsersText("").users()).isEmpty();
    }

    @Test
    void a_home_is_relative_to_the_file_and_an_empty_one_is_the_servers() {
        Path file = Path.of("etc/users");
        Path server = Path.of("/srv/ftp");
        Path etc = Path.of("etc").toAbsolutePath();

        assertThat(UserLine.parse("a:" + HASH + "::ro").home(file, server)).isEqualTo(server);
        assertThat(UserLine.parse("a:" + HASH + ":h:ro").home(file, server)).isEqualTo(etc.resolve("h"));
        assertThat(UserLine.parse("a:" + HASH + ":/h:i:ro").home(file, server)).isEqualTo(Path.of("/h:i"));
        assertThat(UserLine.parse("a:" + HASH + ":h:ro").home(Path.of("users"), server))
                .isEqualTo(Path.of("h").toAbsolutePath());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HASH                 | write an account as NAME:HASH:HOME:ACCESS",
                "a:HASH               | write an account as NAME:HASH:HOME:ACCESS",
                "a:HASH:rw            | write an account as NAME:HASH:HOME:ACCESS",
                "a:HASH:/srv/a        | write an account as NAME:HASH:HOME:ACCESS",
                "a:HASH:/srv/a:       | the access is none of rw, ro and rw=/incoming",
                "a:/srv/a:rw:HASH     | the hash is not one of bcrypt",
                "a::/srv/a:rw         | the hash is not one of bcrypt",
                ":HASH:/srv/a:rw      | a user name must not be empty",
                "' a:HASH:/srv/a:rw'  | a user name in a users file must not begin with '#' and not begin or end",
                "HASH/:HASH:/srv/a:rw | a user name must not contain '/'",
                "anonymous:HASH::ro   | user anonymous has no password: allow anonymous logins (--anonymous)",
                "first:HASH::ro       | this user is on line 1 already",
                "a:HASH:x\u0007y:ro   | the home is not the name of a directory",
                "a:HASH::rw=/a,../b   | a path to write below is as the client sees it",
            })
    void a_wrong_line_is_named_by_its_number_without_what_is_in_it(String wrong, String message) {
        String text = line("first") + "\n# comment\n" + wrong.replace("HASH", HASH) + "\n" + line("last") + "\n";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsersText(text))
                .withMessageStartingWith("line 3: " + message)
                .withMessageNotContaining(HASH.substring(4));
    }

    @Test
    void edits_change_what_they_are_to_change_and_nothing_else() {
        String before = "\uFEFF# head\r\n" + line("a") + "\r\n\n# about b\nb:" + HASH + ":/b:rw=/in/  \n" + line("c");

        assertThat(new UsersText(before).with(user("d")).text()).isEqualTo(before + "\n" + line("d") + "\n");
        assertThat(new UsersText(before + "\n").with(user("d")).text()).isEqualTo(before + "\n" + line("d") + "\n");
        assertThat(new UsersText("").with(user("d")).text()).isEqualTo(line("d") + "\n");
        assertThat(new UsersText(before).without("a").text()).isEqualTo(before.replace(line("a") + "\r\n", ""));
        assertThat(new UsersText(before).without("c").text())
                .isEqualTo(before.substring(0, before.length() - line("c").length() - 1));
        assertThat(new UsersText(before)
                        .withPassword("b", PasswordHash.parse(OTHER))
                        .text())
                .isEqualTo(before.replace("b:" + HASH, "b:" + OTHER));
        assertThat(new UsersText(before)
                        .withPassword("a", PasswordHash.parse(OTHER))
                        .text())
                .isEqualTo(before.replace("a:" + HASH, "a:" + OTHER));
    }

    @Test
    void edits_that_cannot_be_are_refused() {
        UsersText text = new UsersText(line("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.with(user("a")))
                .withMessage("there is a user a already: 'user passwd' changes the password");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.without("b"))
                .withMessage("there is no such user: 'user list' shows those there are");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text.withPassword("A", PasswordHash.parse(OTHER)))
                .withMessage("there is no such user: 'user list' shows those there are");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#a", " a", "a ", "a:b", "a\nb", "anonymous", ""})
    void a_name_that_could_not_be_read_again_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> user(name));
    }

    @Test
    void a_line_shows_no_hash_by_accident() {
        assertThat(List.of(user("a")).toString()).contains("a").doesNotContain(HASH.substring(4));
    }
}
