package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ftplet.AuthorizationRequest;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginRequest;
import org.apache.ftpserver.usermanager.impl.TransferRateRequest;
import org.apache.ftpserver.usermanager.impl.WriteRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

    private static Account account(Access access) {
        return new Account("u", Path.of("home"), access, true);
    }

    @Test
    void isWhatFtpServerAsksFor() {
        Account account = account(Access.READ_WRITE);

        assertThat(account.getName()).isEqualTo("u");
        assertThat(account.getPassword()).isNull();
        assertThat(account.getEnabled()).isTrue();
        assertThat(account.getMaxIdleTime()).isZero();
        assertThat(account.getHomeDirectory()).isEqualTo("home");
        assertThat(account.home()).isEqualTo(Path.of("home"));
    }

    @Test
    void mayWriteOnlyIfItIsReadWrite() {
        WriteRequest request = new WriteRequest("/a");

        assertThat(account(Access.READ_WRITE).authorize(request)).isSameAs(request);
        assertThat(account(Access.READ_ONLY).authorize(request)).isNull();
    }

    @Test
    void mayWriteOnlyBelowWhatItsAccessNames() {
        Account account = account(Access.parse("rw=/up,/pub/in"));

        for (String path : List.of("/up", "/up/a", "/pub/in/deep/er")) {
            assertThat(account.authorize(new WriteRequest(path))).as(path).isNotNull();
        }
        for (String path : List.of("/", "/upload", "/up.txt", "/pub", "/pub/inner", "/UP", "/x/up")) {
            assertThat(account.authorize(new WriteRequest(path))).as(path).isNull();
        }
    }

    @Test
    void logsInAndTransfersWithoutLimits() {
        Account account = account(Access.READ_ONLY);

        assertThat(account.authorize(new ConcurrentLoginRequest(1_000, 1_000)))
                .isInstanceOfSatisfying(ConcurrentLoginRequest.class, granted -> {
                    assertThat(granted.getMaxConcurrentLogins()).isZero();
                    assertThat(granted.getMaxConcurrentLoginsPerIP()).isZero();
                });
        assertThat(account.authorize(new TransferRateRequest()))
                .isInstanceOfSatisfying(TransferRateRequest.class, granted -> {
                    assertThat(granted.getMaxDownloadRate()).isZero();
                    assertThat(granted.getMaxUploadRate()).isZero();
                });
        assertThat(account.authorize(new AuthorizationRequest() {})).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"u", "first.last@example.org", "with blank", "jörg", "a=b", "..", "DOMAIN\\user"})
    void takesOrdinaryNames(String name) {
        assertThatCode(() -> new Account(name, Path.of("home"), Access.READ_ONLY, true))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesANameThatTheLocaleSpoiled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Account("j\uFFFDrg", Path.of("home"), Access.READ_ONLY, true))
                .withMessageContaining("LC_ALL=C.UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "../x", "a\tb", "\u007f"})
    void refusesNamesThatCouldBeTakenForSomethingElse(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Account(name, Path.of("home"), Access.READ_ONLY, true))
                .withMessageStartingWith("a user name must not contain ")
                .withMessageNotContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesEmptyNames(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Account(name, Path.of("home"), Access.READ_ONLY, true))
                .withMessage("a user name must not be empty or blank");
    }
}
