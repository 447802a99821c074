package org.ephemeralftp.server.replay;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.users.Access;
import org.ephemeralftp.server.users.Account;
import org.ephemeralftp.server.users.AccountStore;
import org.ephemeralftp.server.users.LoginLimits;
import org.ephemeralftp.server.users.PasswordHash;

/** Our server. */
final class OurServer implements Play.Stage {
    /** The lowest cost there is: hundreds of logins are none of what is tested here. */
    private static final int COST = 4;

    private final Map<String, AccountStore.Entry> accounts = new ConcurrentHashMap<>();
    private final EphemeralFtpServer server;

    OurServer(Path home, String passivePorts, TlsConfig tls) throws IOException {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts(passivePorts)
                .portChoice(true)
                .home(home)
                .tls(tls)
                .logins(LoginLimits.defaults().withoutPenalties())
                .uploadSync(false)
                .accounts(name -> Optional.ofNullable(accounts.get(name)))
                .start();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void admit(String user, String reader, String password, Home home) {
        PasswordHash hash = PasswordHash.parse(BCrypt.withDefaults().hashToString(COST, password.toCharArray()));
        add(new Account(user, home.root(), Access.READ_WRITE, true), hash);
        add(new Account(reader, home.root(), Access.READ_ONLY, true), hash);
    }

    private void add(Account account, PasswordHash password) {
        accounts.put(account.name(), new AccountStore.Entry(account, password));
    }

    @Override
    public int timeoutMillis() {
        return ControlConnection.TIMEOUT_MILLIS;
    }

    @Override
    public void close() {
        server.close();
    }
}
