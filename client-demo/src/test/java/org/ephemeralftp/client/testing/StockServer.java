package org.ephemeralftp.client.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerConfigurationException;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** A stock Apache FtpServer on one loopback address. */
public final class StockServer implements AutoCloseable {
    public static final String USER = "demo";
    public static final String PASSWORD = "correct-horse";

    private static final int ATTEMPTS = 20;

    private final FtpServer server;
    private final Listener listener;

    private StockServer(FtpServer server, Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Starts one on any port, that has TLS, too; anonymous may only read, {@link #USER} may write. */
    public static StockServer start(String address, int port, Path home) throws FtpException {
        return start(address, port, home, false);
    }

    /** Starts one on which TLS may begin with the first byte. */
    public static StockServer start(String address, int port, Path home, boolean implicitTls) throws FtpException {
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress(address);
        listeners.setPort(port);
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setActiveEnabled(true);
        SslConfigurationFactory tls = new SslConfigurationFactory();
        tls.setKeystoreFile(SelfSigned.file().toFile());
        tls.setKeystoreType(SelfSigned.TYPE);
        tls.setKeystorePassword(SelfSigned.PASSWORD);
        listeners.setSslConfiguration(tls.createSslConfiguration());
        listeners.setImplicitSsl(implicitTls);
        listeners.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setAnonymousLoginEnabled(true);
        // The stock server holds up everybody after a wrong password; tests have no time for it.
        connections.setLoginFailureDelay(0);
        Listener listener = listeners.createListener();
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener);
        factory.setConnectionConfig(connections.createConnectionConfig());
        BaseUser writer = user(USER, PASSWORD, home);
        writer.setAuthorities(List.of(new WritePermission()));
        factory.getUserManager().save(writer);
        factory.getUserManager().save(user("anonymous", "", home));
        FtpServer server = factory.createServer();
        server.start();
        return new StockServer(server, listener);
    }

    /** Starts one on 127.0.0.1 and one on ::1, in this order, on the same port. */
    public static List<StockServer> startOnBothFamilies(Path home) throws FtpException {
        for (int attempt = 1; ; attempt++) {
            StockServer ipv4 = start("127.0.0.1", 0, home);
            try {
                return List.of(ipv4, start("::1", ipv4.port(), home));
            } catch (FtpServerConfigurationException e) {
                // The port the system chose on one address may be in use on the other.
                ipv4.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static BaseUser user(String name, String password, Path home) {
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(home.toString());
        return user;
    }

    /** Whether this machine has the IPv6 loopback address. */
    public static boolean ipv6IsThere() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return listener.getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
