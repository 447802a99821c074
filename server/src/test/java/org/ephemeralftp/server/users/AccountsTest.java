package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.usermanager.AnonymousAuthentication;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private static final Path HOME = Path.of("home");

    private final Accounts accounts = Accounts.builder()
            .user("u", "secret", HOME)
            .readOnlyUser("reader", "secret", HOME)
            .build();

    private static Authentication login(String name, @Nullable String password) {
        return new UsernamePasswordAuthentication(name, password);
    }

    @Test
    void authenticatesByPassword() throws Exception {
        assertThat(accounts.authenticate(login("u", "secret")))
                .isEqualTo(new Account("u", HOME, Access.READ_WRITE, true));
        assertThat(accounts.authenticate(login("reader", "secret")).access()).isEqualTo(Access.READ_ONLY);
    }

    @Test
    void refusesWithoutSayingWhy() {
        for (Authentication wrong : new Authentication[] {
            login("u", "wrong"),
            login("u", ""),
            login("u", null),
            login("U", "secret"),
            login("unknown", "secret"),
            login("anonymous", ""),
            new AnonymousAuthentication(),
            new Authentication() {},
        }) {
            assertThatThrownBy(() -> accounts.authenticate(wrong))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessage(null);
        }
    }

    @Test
    void anUnknownUserCostsAsMuchAsAWrongPassword() {
        long wrong = fastestRefusal("u");
        long unknown = fastestRefusal("unknown");

        // Without the decoy an unknown user is refused a thousand times faster.
        assertThat((double) unknown / wrong).isBetween(0.5, 2.0);
    }

    private long fastestRefusal(String name) {
        long[] nanos = new long[5];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> accounts.authenticate(login(name, "wrong")))
                    .isInstanceOf(AuthenticationFailedException.class);
            nanos[i] = System.nanoTime() - start;
        }
        return Arrays.stream(nanos).min().orElseThrow();
    }

    @Test
    void anonymousIsReadOnlyUnderBothNamesWithAnyPassword() throws Exception {
        Accounts open = Accounts.builder().anonymous(HOME).build();
        Account expected = new Account("anonymous", HOME, Access.READ_ONLY, true);

        assertThat(open.authenticate(new AnonymousAuthentication())).isEqualTo(expected);
        assertThat(open.authenticate(login("anonymous", "me@example.org"))).isEqualTo(expected);
        assertThat(open.authenticate(login("ftp", null))).isEqualTo(expected);
        assertThat(open.getUserByName("ftp")).isEqualTo(expected);
        assertThatThrownBy(() -> open.authenticate(login("u", ""))).isInstanceOf(AuthenticationFailedException.class);
    }

    @Test
    void knowsItsNames() {
        assertThat(accounts.getAllUserNames()).containsExactly("reader", "u");
        assertThat(accounts.doesExist("u")).isTrue();
        assertThat(accounts.doesExist("unknown")).isFalse();
        assertThat(accounts.getUserByName("u")).extracting(Account::home).isEqualTo(HOME);
        assertThat(accounts.getUserByName("unknown")).isNull();
        assertThat(accounts.isAdmin("admin")).isFalse();
    }

    @Test
    void canNotBeChanged() {
        assertThatThrownBy(() -> accounts.delete("u"))
                .isInstanceOf(FtpException.class)
                .hasMessage("accounts are configured at start");
        assertThatThrownBy(() -> accounts.save(new Account("v", HOME, Access.READ_WRITE, true)))
                .isInstanceOf(FtpException.class)
                .hasMessage("accounts are configured at start");
    }

    @Test
    void theBuilderKeepsWhatWasBuilt() {
        Accounts.Builder builder = Accounts.builder().anonymous(HOME);
        Accounts built = builder.build();
        builder.user("late", "secret", HOME);

        assertThat(built.doesExist("late")).isFalse();
    }

    @Test
    void theBuilderRefusesConflictsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().user("u", "1", HOME).readOnlyUser("u", "2", HOME))
                .withMessage("there is already an account for user u");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().anonymous(HOME).user("ftp", "1", HOME))
                .withMessageContaining("the anonymous account has this name too");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().user("ftp", "1", HOME).anonymous(HOME));
        assertThatIllegalArgumentException().isThrownBy(() -> Accounts.builder().user("anonymous", "1", HOME));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().user("u", "", HOME))
                .withMessage("the password of user u is empty");
    }
}
