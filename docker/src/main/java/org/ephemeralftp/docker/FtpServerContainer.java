package org.ephemeralftp.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * The FTP server as a container of Testcontainers. PASV and EPSV work from Docker's host and from other containers on its
 * networks: each client is told the address and the port that it can reach.
 *
 * <p>Docker chooses the ports on its host, so that any number of these run side by side. There is an account {@code test} with
 * the password {@code test}, unless {@link #withUser} names others.
 *
 * <p>Every option of the server is a variable: {@code withEnv("EPHEMERAL_FTP_LEASE_TIMEOUT", "5s")}. All clients on the host
 * look like one, so this server lets nobody wait and bans nobody for wrong passwords.
 */
public final class FtpServerContainer extends GenericContainer<FtpServerContainer> {
    private static final String ACCOUNT = "test";
    private static final String TLS = "EPHEMERAL_FTP_TLS";
    private static final int CONTROL_PORT = 2121;
    private static final int HIGHEST_PORT = 65_535;

    /** Linux gives the ports from here on to none of its own connections. */
    private static final int FIRST_PASSIVE_PORT = 61_000;

    private static final int USUAL_COUNT = 5;

    /** Engines run processes for each published port. */
    private static final int HIGHEST_COUNT = 1000;

    private final Map<String, String> users = new LinkedHashMap<>();
    private int firstPassivePort = FIRST_PASSIVE_PORT;
    private int passivePorts = USUAL_COUNT;
    private boolean fixed;

    /** A container of this image, such as {@code ephemeral-ftp:0.1.0}, as {@code docker/Dockerfile} builds it. */
    public FtpServerContainer(String image) {
        this(DockerImageName.parse(image));
    }

    /** A container of this image. */
    public FtpServerContainer(DockerImageName image) {
        super(image);
        withEnv("EPHEMERAL_FTP_LOGIN_DELAY", "0");
        withEnv("EPHEMERAL_FTP_BAN_AFTER", "0");
        withCreateContainerCmdModifier(this::startWithRules);
        waitingFor(new LoginWait(this));
    }

    /** Adds an account, which may read and write. The first one comes in the place of {@code test}. */
    public FtpServerContainer withUser(String name, String password) {
        requireLine("The name of a user", name);
        requireLine("The password of user '" + name + "'", password);
        if (name.contains("=")) {
            throw new IllegalArgumentException("The name of a user has no '=' in it, but '" + name + "' has");
        }
        users.put(name, password);
        return self();
    }

    /** The variable that takes accounts to the server has one on each line, and blanks around them do not count. */
    private static void requireLine(String what, String text) {
        if (text.isEmpty() || !text.equals(text.strip()) || text.lines().count() != 1) {
            throw new IllegalArgumentException(
                    what + " has at least one character, no line breaks, and no blanks around it");
        }
    }

    /**
     * Has so many passive ports, each of them published at one that Docker chooses; 5 if this is not called.
     *
     * @param count 1 to 1000. A port is free again as soon as its client has connected, so a few carry many transfers at once
     */
    public FtpServerContainer withPassivePorts(int count) {
        if (count < 1 || count > HIGHEST_COUNT) {
            throw new IllegalArgumentException(
                    "withPassivePorts takes 1 to " + HIGHEST_COUNT + " ports, and not " + count);
        }
        return passivePorts(FIRST_PASSIVE_PORT, count, false);
    }

    /**
     * Has these passive ports, each of them published as itself, for clients or rules that need to know them beforehand. One
     * container at a time can have them.
     *
     * @param first the first of them
     * @param last the last of them, at most 999 ports later
     */
    public FtpServerContainer withFixedPassivePorts(int first, int last) {
        boolean ports = 1 <= first && first <= last && last <= HIGHEST_PORT && last - first < HIGHEST_COUNT;
        if (!ports || (first <= CONTROL_PORT && CONTROL_PORT <= last)) {
            throw new IllegalArgumentException("withFixedPassivePorts takes the first and the last of 1 to "
                    + HIGHEST_COUNT + " ports, such as 50000 and 50009, without the control port, " + CONTROL_PORT
                    + "; and not " + first + " and " + last);
        }
        return passivePorts(first, last - first + 1, true);
    }

    private FtpServerContainer passivePorts(int first, int count, boolean asThemselves) {
        firstPassivePort = first;
        passivePorts = count;
        fixed = asThemselves;
        return self();
    }

    /**
     * Has clients use TLS, which they ask for with {@code AUTH TLS}. The certificate is made by the server at its start, for
     * {@code localhost} and the name and the addresses inside; nobody vouches for it.
     */
    public FtpServerContainer withTls() {
        return withEnv(TLS, "required");
    }

    /** The name of the account to log in with, which is the first one. */
    public String getUsername() {
        return accounts().keySet().iterator().next();
    }

    /** The password of that account. */
    public String getPassword() {
        return accounts().values().iterator().next();
    }

    /** Where clients on Docker's host connect to, such as {@code ftp://localhost:32768/}. The account is not in it. */
    public String getFtpUrl() {
        String host = getHost();
        return "ftp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + getControlPort() + "/";
    }

    /** The control port on Docker's host, which is {@link #getHost()}. */
    public int getControlPort() {
        return getMappedPort(CONTROL_PORT);
    }

    /** The port on Docker's host for each passive port of the container. */
    public Map<Integer, Integer> getPassivePortMap() {
        return Collections.unmodifiableMap(passivePorts()
                .boxed()
                .collect(Collectors.toMap(port -> port, this::getMappedPort, (one, other) -> one, TreeMap::new)));
    }

    /** Where other containers on the same network connect to, {@code HOST:PORT}. */
    public String getInternalAddress() {
        @Nullable InspectContainerResponse started = getContainerInfo();
        if (started == null) {
            throw new IllegalStateException("The address is known when the container has started");
        }
        // The last alias is the user's own, if there is one. Docker's default network has no names.
        List<String> aliases = getNetworkAliases();
        String host = getNetwork() == null
                ? networks(started).iterator().next().getIpAddress()
                : aliases.get(aliases.size() - 1);
        return host + ":" + CONTROL_PORT;
    }

    boolean requiresTls() {
        return !getEnvMap().getOrDefault(TLS, "off").equals("off");
    }

    private Map<String, String> accounts() {
        return users.isEmpty() ? Map.of(ACCOUNT, ACCOUNT) : users;
    }

    private IntStream passivePorts() {
        return IntStream.range(firstPassivePort, firstPassivePort + passivePorts);
    }

    private static Collection<ContainerNetwork> networks(InspectContainerResponse container) {
        return container.getNetworkSettings().getNetworks().values();
    }

    @Override
    protected void configure() {
        withEnv("EPHEMERAL_FTP_PORT", Integer.toString(CONTROL_PORT));
        withEnv("EPHEMERAL_FTP_PASSIVE_PORTS", firstPassivePort + "-" + (firstPassivePort + passivePorts - 1));
        withEnv("EPHEMERAL_FTP_ADVERTISE_FILE", RulesFile.PATH);
        withEnv(
                "EPHEMERAL_FTP_USER",
                accounts().entrySet().stream()
                        .map(account -> account.getKey() + "=" + account.getValue())
                        .collect(Collectors.joining("\n")));
        addExposedPorts(CONTROL_PORT);
        passivePorts().forEach(this::addExposedPorts);
        if (fixed) {
            passivePorts().forEach(port -> addFixedExposedPort(port, port));
        }
    }

    /** What the image runs, and with it the arguments of {@link #withCommand}, waits for the rules. */
    private void startWithRules(CreateContainerCmd create) {
        ContainerConfig image =
                getDockerClient().inspectImageCmd(create.getImage()).exec().getConfig();
        String[] arguments = create.getCmd();
        create.withEntrypoint(RulesFile.waitFor(orNone(image == null ? null : image.getEntrypoint())));
        if (arguments == null || arguments.length == 0) {
            create.withCmd(orNone(image == null ? null : image.getCmd()));
        }
    }

    private static String[] orNone(String @Nullable [] words) {
        return words == null ? new String[0] : words;
    }

    @Override
    protected void containerIsStarting(InspectContainerResponse container) {
        String rules = RulesFile.content(networks(container), getHost(), getPassivePortMap());
        copyFileToContainer(Transferable.of(rules), RulesFile.PATH);
    }
}
