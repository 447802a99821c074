package org.ephemeralftp.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.testing.Machine.address;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.admin.AdminConfig;
import org.ephemeralftp.server.testing.ControlConnection;

/** What the page is for who does not see it, or not well: names, landmarks, headings, contrast (WCAG 2.2, level AA). */
@Timeout(300)
class PageAccessIT {
    /** What can be used must say what it is. */
    private static final Set<String> NAMED = Set.of("slider", "link", "button", "region", "DisclosureTriangle");

    @RegisterExtension
    private static final OneTab TAB = new OneTab();

    private static Tab tab;

    @TempDir
    private Path home;

    @BeforeAll
    static void findTab() {
        tab = TAB.get();
    }

    private EphemeralFtpServer server() throws IOException {
        return EphemeralFtpServer.builder()
                .bindAddress(address("127.0.0.1"))
                .port(0)
                .passivePorts("24640-24649")
                .home(home)
                .user("u", "p")
                .admin(AdminConfig.builder().port(0).build())
                .start();
    }

    @Test
    void everything_has_a_name_and_a_place() throws Exception {
        try (EphemeralFtpServer server = server();
                ControlConnection control = ControlConnection.to(server).logIn("u", "p")) {
            int lent = control.passive().getPort();
            Page page = Page.open(tab, server);
            page.openTable();
            page.showsPorts();
            List<JsonObject> nodes = tab.accessibilityNodes();
            assertThat(nodes.stream().map(node -> text(node, "role")))
                    .contains("banner", "main", "contentinfo", "status", "slider", "table", "region", "heading");
            assertThat(nodes)
                    .filteredOn(node -> NAMED.contains(text(node, "role")))
                    .isNotEmpty()
                    .allSatisfy(node ->
                            assertThat(text(node, "name")).as("%s", node).isNotBlank());
            JsonObject map = nodes.stream()
                    .filter(node -> text(node, "role").equals("slider"))
                    .findFirst()
                    .orElseThrow();
            assertThat(text(map, "name")).isEqualTo("Passive ports on 127.0.0.1");
            assertThat(text(map, "description")).contains("arrow keys move over the ports");
            tab.eval("document.querySelector('[role=slider]').focus()");
            tab.press("n");
            // It is announced when it changes: it tells until when, and does not count down.
            assertThat(page.focused())
                    .startsWith("Port " + lent + ": lent to 127.0.0.1")
                    .contains(", to connect by ")
                    .doesNotContain(" left");
            assertThat(tab.texts("h1, h2, h3"))
                    .allSatisfy(heading -> assertThat(heading).isNotBlank());
            assertThat(headingLevels()).startsWith(1).isSubsetOf(1, 2, 3);
        }
    }

    private static List<Integer> headingLevels() {
        return tab
                .eval("[...document.querySelectorAll('h1, h2, h3')].map(one => Number(one.tagName[1]))")
                .getAsJsonArray()
                .asList()
                .stream()
                .map(JsonElement::getAsInt)
                .toList();
    }

    private static String text(JsonObject node, String property) {
        return node.has(property) ? node.getAsJsonObject(property).get("value").getAsString() : "";
    }

    @ParameterizedTest(name = "dark: {0}")
    @CsvSource({"false", "true"})
    void text_and_marks_stand_out(boolean dark) throws Exception {
        try (EphemeralFtpServer server = server()) {
            tab.view(1280, 900, dark);
            Page.open(tab, server);
            assertThat(tab.eval("matchMedia('(prefers-color-scheme: dark)').matches")
                            .getAsBoolean())
                    .isEqualTo(dark);
            for (String text : List.of("ink", "soft", "accent")) {
                assertThat(contrast(text, "paper"))
                        .as("text: %s on paper", text)
                        .isGreaterThanOrEqualTo(4.5);
            }
            assertThat(contrast("on-accent", "accent")).isGreaterThanOrEqualTo(4.5);
            for (String mark : List.of("ink", "accent")) {
                for (String ground : List.of("paper", "cell", "trail")) {
                    assertThat(contrast(mark, ground))
                            .as("mark: %s on %s", mark, ground)
                            .isGreaterThanOrEqualTo(3);
                }
            }
        } finally {
            tab.view(1280, 900, false);
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Relative luminance as WCAG 2.2 defines it. */
    private static double luminance(String name) {
        String colour = tab.string("getComputedStyle(document.body).getPropertyValue('--%s').trim()".formatted(name));
        double[] share = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += share[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
