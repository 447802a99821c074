import java.io.File;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** Apache FtpServer as it is released: PORT PASSIVE_PORTS USER PASSWORD HOME KEYS, whose password is the user's. */
public final class StockServer {
    private static final int SESSIONS = 6000;
    private static final int THREADS = 600;

    private StockServer() {}

    public static void main(String[] arguments) throws Exception {
        SslConfigurationFactory tls = new SslConfigurationFactory();
        tls.setKeystoreFile(new File(arguments[5]));
        tls.setKeystoreType("PKCS12");
        tls.setKeystorePassword(arguments[3]);
        tls.setSslProtocol("TLSv1.2", "TLSv1.3");
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassivePorts(arguments[1]);
        data.setSslConfiguration(tls.createSslConfiguration());
        ListenerFactory listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(Integer.parseInt(arguments[0]));
        listeners.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        listeners.setSslConfiguration(tls.createSslConfiguration());

        ConnectionConfigFactory limits = new ConnectionConfigFactory();
        limits.setMaxLogins(SESSIONS);
        limits.setMaxThreads(THREADS);
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listeners.createListener());
        factory.setUserManager(users(arguments[2], arguments[3], arguments[4]));
        factory.setConnectionConfig(limits.createConnectionConfig());
        factory.createServer().start();
    }

    private static UserManager users(String name, String password, String home) throws Exception {
        PropertiesUserManagerFactory accounts = new PropertiesUserManagerFactory();
        accounts.setPasswordEncryptor(new ClearTextPasswordEncryptor());
        UserManager users = accounts.createUserManager();
        BaseUser user = new BaseUser();
        user.setName(name);
        user.setPassword(password);
        user.setHomeDirectory(home);
        user.setAuthorities(List.of(new WritePermission(), new ConcurrentLoginPermission(0, 0)));
        users.save(user);
        return users;
    }
}
