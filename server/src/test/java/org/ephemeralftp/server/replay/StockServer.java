package org.ephemeralftp.server.replay;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.TransferRatePermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer as it is released, with its own listener, file system and users. */
final class StockServer implements Play.Stage {
    /** Some of its defects are replies that never come. */
    private static final int TIMEOUT_MILLIS = 2000;

    private final FtpServer server;
    private final Listener listener;
    private final UserManager users;

    private StockServer(DataConnectionConfigurationFactory data, ListenerFactory listeners) throws FtpException {
        data.setPassivePorts("21300-21399");
        listeners.setPort(0);
        listeners.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        PropertiesUserManagerFactory accounts = new PropertiesUserManagerFactory();
        accounts.setPasswordEncryptor(new ClearTextPasswordEncryptor());
        users = accounts.createUserManager();
        factory.setUserManager(users);
        ConnectionConfigFactory limits = new ConnectionConfigFactory();
        limits.setMaxLogins(0);
        limits.setMaxThreads(64);
        factory.setConnectionConfig(limits.createConnectionConfig());
        server = factory.createServer();
        server.start();
    }

    static StockServer inClear() throws FtpException {
        return new StockServer(new DataConnectionConfigurationFactory(), new ListenerFactory());
    }

    static StockServer withTls(Path directory) throws FtpException, IOException, InterruptedException {
        SslConfigurationFactory tls = new SslConfigurationFactory();
        File keys = KeyTool.makeKeys(directory);
        tls.setKeystoreFile(keys);
        tls.setKeystoreType("PKCS12");
        tls.setKeystorePassword(KeyTool.PASSWORD);
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setSslConfiguration(tls.createSslConfiguration());
        ListenerFactory listeners = new ListenerFactory();
        listeners.setSslConfiguration(tls.createSslConfiguration());
        return new StockServer(data, listeners);
    }

    @Override
    public int port() {
        return listener.getPort();
    }

    @Override
    public void admit(String user, String reader, String password, Home home) throws IOException {
        List<Authority> reading = List.of(new ConcurrentLoginPermission(0, 0), new TransferRatePermission(0, 0));
        List<Authority> writing = List.of(reading.get(0), reading.get(1), new WritePermission());
        try {
            users.save(user(user, password, home, writing));
            users.save(user(reader, password, home, reading));
        } catch (FtpException e) {
            throw new IOException(e);
        }
    }

    private static BaseUser user(String name, String password, Home home, List<Authority> authorities) {
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(home.root().toString());
        user.setAuthorities(authorities);
        return user;
    }

    @Override
    public int timeoutMillis() {
        return TIMEOUT_MILLIS;
    }

    @Override
    public void close() {
        server.stop();
    }
}
