package org.ephemeralftp.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ftpserver.ftplet.Authentication;
import org.apache.ftpserver.ftplet.AuthenticationFailedException;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.usermanager.AnonymousAuthentication;
import org.apache.ftpserver.usermanager.UsernamePasswordAuthentication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Hashes of "secret" with their costs, the last of them the highest. */
    private static final List<PasswordHash> HASHES = List.of(
            PasswordHash.parse("$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW"),
            PasswordHash.parse("$2a$06$abcdefghijklmnopqrstuuxLa0AkDDSrQ9VwNnETzOsObiucpMYgC"),
            PasswordHash.parse("$2y$07$abcdefghijklmnopqrstuuIs/gM0Fa6RfwP3m2cvkz9ya9wGeauxW"));

    private static Account named(String name, boolean enabled) {
        return new Account(name, HOME, Access.READ_WRITE, enabled);
    }

    @Test
    void everyRefusalCostsAsMuchAsTheCostliestHash() {
        AtomicLong work = new AtomicLong();
        Accounts.Builder builder = Accounts.builder().trial((hash, password) -> {
            work.addAndGet(1L << hash.cost());
            return password.equals("right");
        });
        for (PasswordHash hash : HASHES) {
            builder.account(named("on" + hash.cost(), true), hash).account(named("off" + hash.cost(), false), hash);
        }
        Accounts counted = builder.build();

        for (PasswordHash hash : HASHES) {
            refused(counted, login("on" + hash.cost(), "wrong"));
            assertThat(work.getAndSet(0))
                    .as("wrong password of cost " + hash.cost())
                    .isEqualTo(1 << 7);
            refused(counted, login("off" + hash.cost(), "right"));
            assertThat(work.getAndSet(0)).as("disabled, cost " + hash.cost()).isEqualTo(1 << 7);
        }
        refused(counted, login("unknown", "right"));
        assertThat(work.getAndSet(0)).isEqualTo(1 << 7);
        refused(counted, new AnonymousAuthentication());
        assertThat(work.getAndSet(0)).isEqualTo(1 << 7);
    }

    @Test
    void aStoreThatHasShownACostlierHashRaisesThePriceOfARefusal() throws Exception {
        AtomicLong work = new AtomicLong();
        PasswordHash costly = PasswordHash.decoy(12);
        AccountStore store = name -> switch (name) {
            case "costly" -> Optional.of(new AccountStore.Entry(named(name, true), costly));
            case "broken" -> throw new IOException("the database is down");
            case "bug" -> throw new IllegalStateException("no such column");
            default -> Optional.empty();
        };
        Accounts counted = Accounts.builder()
                .store(store)
                .trial((hash, password) -> {
                    work.addAndGet(1L << hash.cost());
                    return password.equals("right");
                })
                .build();

        refused(counted, login("unknown", "x"));
        assertThat(work.getAndSet(0)).isEqualTo(1 << PasswordHash.COST);
        assertThat(counted.authenticate(login("costly", "right")).name()).isEqualTo("costly");
        assertThat(work.getAndSet(0)).as("who is let in need not wait").isEqualTo(1 << 12);
        for (String name : List.of("costly", "unknown", "broken", "bug")) {
            refused(counted, login(name, "wrong"));
            assertThat(work.getAndSet(0)).as(name).isEqualTo(1 << 12);
        }
    }

    private static void refused(Accounts accounts, Authentication login) {
        assertThatThrownBy(() -> accounts.authenticate(login))
                .isInstanceOf(AuthenticationFailedException.class)
                .hasMessage(null);
    }

    @Test
    void aStoreIsAskedOnceForALoginAndNotForOneThatSucceedsWithoutIt() throws Exception {
        List<String> asked = new ArrayList<>();
        PasswordHash hash = PasswordHash.of("secret");
        Accounts both = Accounts.builder()
                .user("u", "secret", HOME)
                .anonymous(HOME)
                .store(name -> {
                    asked.add(name);
                    return Optional.of(new AccountStore.Entry(named("stored", true), hash));
                })
                .build();

        both.authenticate(login("u", "secret"));
        both.authenticate(login("ftp", "x"));
        both.authenticate(new AnonymousAuthentication());
        assertThat(both.getUserByName("stored")).isNull();
        assertThat(asked).isEmpty();
        assertThat(both.authenticate(login("Stored", "secret")).name()).isEqualTo("stored");
        assertThat(asked).containsExactly("Stored");
    }

    /** Otherwise a refusal that takes no time of the store's would tell that the name is one of the other accounts. */
    @Test
    void everyRefusalAsksTheStoreOnceWhoseverTheNameIs() {
        List<String> asked = new ArrayList<>();
        Accounts both = Accounts.builder()
                .account(named("u", true), HASHES.get(0))
                .account(named("off", false), HASHES.get(0))
                .store(name -> {
                    asked.add(name);
                    return Optional.empty();
                })
                .build();
        for (String name : List.of("u", "off", "unknown")) {
            refused(both, login(name, name.equals("off") ? "secret" : "wrong"));
        }
        assertThat(asked).containsExactly("u", "off", "unknown");
    }

    @Test
    void aUsersFileMustNotHaveNamesThatAreAccountsAlready(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("users"), new UserLine("ftp", HASHES.get(0), "", Access.READ_ONLY).text() + "\n");

        assertThat(Accounts.builder().usersFile(file, HOME).build().getAllUserNames())
                .containsExactly("ftp");
        for (Accounts.Builder taken :
                List.of(Accounts.builder().anonymous(HOME), Accounts.builder().user("ftp", "p", HOME))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> taken.usersFile(file, HOME).build())
                    .withMessage("users file " + file + ": user ftp is an account already, from --user or --anonymous: "
                            + "take the name out of one of them");
        }
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
                .hasMessage("accounts are not changed over FTP");
        assertThatThrownBy(() -> accounts.save(new Account("v", HOME, Access.READ_WRITE, true)))
                .isInstanceOf(FtpException.class)
                .hasMessage("accounts are not changed over FTP");
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
                .withMessageContaining("(the anonymous account, --anonymous, has this name too)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().user("ftp", "1", HOME).anonymous(HOME));
        assertThatIllegalArgumentException().isThrownBy(() -> Accounts.builder().user("anonymous", "1", HOME));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accounts.builder().user("u", "", HOME))
                .withMessage("a password has 1 to 72 bytes (in UTF-8), not 0: bcrypt reads no more");
    }
}
