package org.ephemeralftp.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.admin.page.Page.eventually;
import static org.ephemeralftp.server.testing.Machine.address;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.ServerConfigBuilder;
import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.testing.ControlConnection;

/** The map of the page in Chromium: it is drawn, and keys and the pointer walk over it. */
@Timeout(300)
class PageMapIT {
    private static final String PORTS = "24660-24669";

    @RegisterExtension
    private static final OneTab TAB = new OneTab();

    private static Tab tab;

    @TempDir
    private Path home;

    @BeforeAll
    static void findTab() {
        tab = TAB.get();
    }

    private ServerConfigBuilder server(String ports) throws IOException {
        return EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(0)
                .passivePorts(ports)
                .home(home)
                .user("u", "p")
                .leaseTimeout(Duration.ofMinutes(5))
                .admin(AdminConfig.builder().port(0).build());
    }

    @Test
    void keys_walk_over_the_map() throws Exception {
        try (EphemeralFtpServer server = server(PORTS).start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            int lent = control.passive().getPort();
            Page page = Page.open(tab, server);
            page.openTable();
            page.showsPorts();
            for (int i = 0; i < 20 && !"slider".equals(focusedRole()); i++) {
                tab.press("Tab");
            }
            assertThat(focusedRole()).isEqualTo("slider");
            tab.press("Home");
            for (int port = 24660; port <= 24669; port++) {
                assertThat(tab.string("document.activeElement.getAttribute('aria-valuenow')"))
                        .isEqualTo(String.valueOf(port));
                assertThat(page.focused())
                        .startsWith("Port " + port + ": " + (port == lent ? "lent to 127.0.0.1 (session " : "unused"));
                assertThat(tab.string("document.querySelector('.readout').textContent"))
                        .isEqualTo(page.focused());
                tab.press("ArrowRight");
            }
            assertThat(page.focused()).startsWith("Port 24669");
            for (String key : List.of("n", "p")) {
                tab.press("Home");
                tab.press(key);
                assertThat(page.focused()).startsWith("Port " + lent);
            }
            tab.press("End");
            assertThat(page.focused()).startsWith("Port 24669");
        }
    }

    private static String focusedRole() {
        return tab.string("document.activeElement.getAttribute('role') ?? ''");
    }

    @Test
    void the_pointer_finds_each_port_and_a_port_that_is_lent_is_drawn() throws Exception {
        tab.view(1280, 900, false);
        try (EphemeralFtpServer server = server(PORTS).start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            Page.open(tab, server);
            assertThat(accentPixels()).isZero();
            control.passive();
            eventually(() -> assertThat(accentPixels()).isPositive());
            JsonObject box = tab.eval(
                            "(() => { const box = document.querySelector('.map canvas').getBoundingClientRect();"
                                    + " return {x: box.x, y: box.y, width: box.width}; })()")
                    .getAsJsonObject();
            Set<String> seen = new LinkedHashSet<>();
            for (double x = 2; x < box.get("width").getAsDouble(); x += 20) {
                tab.pointAt(box.get("x").getAsDouble() + x, box.get("y").getAsDouble() + 20);
                seen.add(tab.string("document.querySelector('.readout').textContent")
                        .substring(0, 10));
            }
            List<String> expected = new ArrayList<>();
            server.ports().stream().forEach(port -> expected.add("Port " + port));
            assertThat(seen).containsExactlyElementsOf(expected);
        }
    }

    private static int accentPixels() {
        return tab.eval("""
                (() => {
                  const canvas = document.querySelector('.map canvas');
                  const accent = getComputedStyle(document.body).getPropertyValue('--accent').trim();
                  const [r, g, b] = [1, 3, 5].map(from => parseInt(accent.slice(from, from + 2), 16));
                  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                  let count = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    count += data[i] === r && data[i + 1] === g && data[i + 2] === b ? 1 : 0;
                  }
                  return count;
                })()
                """).getAsInt();
    }

    @Test
    void all_16384_dynamic_ports_fit_on_a_map() throws Exception {
        try (EphemeralFtpServer server = server("49152-65535").start();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            int lent = control.passive().getPort();
            for (int width : new int[] {1280, 400}) {
                tab.view(width, 900, false);
                Page page = Page.open(tab, server);
                page.openTable();
                page.showsPorts();
                assertThat(tab.eval("document.documentElement.scrollWidth").getAsInt())
                        .isEqualTo(width);
                assertThat(tab.eval("document.querySelector('.map').clientHeight")
                                .getAsInt())
                        .isBetween(100, 900);
                tab.eval("document.querySelector('[role=slider]').focus()");
                tab.press("n");
                assertThat(page.focused()).startsWith("Port " + lent + ": lent to 127.0.0.1");
                tab.press("End");
                assertThat(page.focused())
                        .startsWith("Port " + server.ports().stream().max().getAsInt() + ": ");
            }
        } finally {
            tab.view(1280, 900, false);
        }
    }
}
