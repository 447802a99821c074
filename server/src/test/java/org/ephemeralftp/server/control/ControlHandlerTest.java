package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactoryFactory;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.impl.DefaultFtpServerContext;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.ephemeralftp.server.data.ActivePorts;
import org.ephemeralftp.server.data.DataPlane;
import org.ephemeralftp.server.lease.LeaseConfig;
import org.ephemeralftp.server.lease.PeerCheck;
import org.ephemeralftp.server.lease.PortLeases;
import org.ephemeralftp.server.ports.PortSet;
import org.ephemeralftp.server.users.Accounts;
import org.ephemeralftp.server.users.LoginLimits;

/** That each command has exactly one final reply, also one that fails as no command should. */
@Timeout(60)
class ControlHandlerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<FtpReply> replies = new CopyOnWriteArrayList<>();
    private final DefaultFtpServerContext context = new DefaultFtpServerContext();
    private final DummySession line = new DummySession();
    private final SessionLog told = new SessionLog();
    private PortLeases leases;
    private DataPlane plane;
    private ControlHandler handler;

    @BeforeEach
    void start() throws Exception {
        leases = PortLeases.start(LeaseConfig.builder(PortSet.parse("20040")).build());
        plane = new DataPlane(leases, PeerCheck.on(), new ActivePorts(), LONG, LONG);
        SessionEvents events = new SessionEvents();
        events.add(told);
        handler = new ControlHandler(plane, events, new Drain(), LONG, logins());
        InetAddress loopback = InetAddress.getLoopbackAddress();
        line.setLocalAddress(new InetSocketAddress(loopback, 21));
        line.setRemoteAddress(new InetSocketAddress(loopback, 1024));
        line.getFilterChain().addLast("replies", new IoFilterAdapter() {
            @Override
            public void filterWrite(NextFilter next, IoSession to, WriteRequest request) {
                replies.add((FtpReply) request.getMessage());
            }
        });
    }

    private Logins logins() {
        LoginLimits limits = LoginLimits.defaults();
        return new Logins(
                limits,
                Accounts.builder().build(),
                new LoginGuard(limits, System::nanoTime, Later.by(plane.watchdog())),
                new AccountPlaces(0),
                plane.watchdog(),
                new CommandPool());
    }

    @AfterEach
    void stop() {
        plane.close();
        leases.close();
    }

    private FtpIoSession session() {
        FtpIoSession session = new FtpIoSession(line, context);
        session.setUser(new BaseUser());
        return session;
    }

    private List<Integer> repliesTo(Command command) {
        CommandFactoryFactory commands = new CommandFactoryFactory();
        commands.setUseDefaultCommands(false);
        commands.addCommand("SYST", command);
        context.setCommandFactory(commands.createCommandFactory());
        handler.init(context, new ListenerFactory().createListener());
        handler.sessionCreated(session());
        replies.clear();
        handler.messageReceived(session(), new ControlRequest("SYST"));
        handler.sessionClosed(session());
        return replies.stream().map(FtpReply::getCode).toList();
    }

    @Test
    void a_command_that_throws_is_answered_with_451_and_nothing_of_the_server() {
        for (Command failing : List.<Command>of(
                (session, server, request) -> {
                    throw new IllegalStateException("/secret/path");
                },
                (session, server, request) -> {
                    throw new java.io.IOException("/secret/path");
                },
                (session, server, request) -> {
                    throw new StackOverflowError("/secret/path");
                },
                (session, server, request) -> {
                    session.write(new DefaultFtpReply(150, "It begins"));
                    throw new IllegalStateException("/secret/path");
                })) {
            assertThat(repliesTo(failing)).endsWith(451).containsOnlyOnce(451).hasSizeLessThan(3);
            assertThat(replies).noneMatch(reply -> reply.getMessage().contains("secret"));
        }
    }

    @Test
    void a_command_that_throws_after_its_reply_has_no_second_one() {
        assertThat(repliesTo((session, server, request) -> {
                    session.write(new DefaultFtpReply(215, "UNIX Type: L8"));
                    throw new IllegalStateException("on purpose");
                }))
                .containsExactly(215);
    }

    @Test
    void a_command_that_forgets_its_reply_has_one() {
        assertThat(repliesTo((session, server, request) -> {})).containsExactly(451);
    }

    @Test
    void a_session_is_told_of_from_its_beginning_to_its_end() {
        repliesTo((session, server, request) -> session.write(new DefaultFtpReply(215, "UNIX Type: L8")));
        assertThat(told.lines).startsWith("opened").endsWith("closed");
    }
}
