package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read the live view, what there is to read, and nothing else. */
@Timeout(120)
class LiveViewAccessIT {
    private static final String TOKEN = "0123456789+/abcdef==";

    @TempDir
    private Path home;

    private LiveView open() throws Exception {
        return LiveView.start(home, "24540-24549");
    }

    private LiveView guarded() throws Exception {
        Path file = Files.writeString(home.resolve("token"), TOKEN + "\n");
        return LiveView.start(
                home,
                "24540-24549",
                AdminConfig.builder().port(0).tokenFile(file).build());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:24999, 200",
        "127.0.0.1:1, 200",
        "192.0.2.7, 200",
        "[::1]:8080, 200",
        "evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example:80, 403",
        "[evil, 403",
        "[evil.example], 403",
        "'', 403",
    })
    void pages_of_other_names_cannot_read_what_is_for_this_machine(String host, int status) throws Exception {
        try (LiveView view = open()) {
            assertThat(view.answer("GET /ports HTTP/1.1", "Host: " + host, "Connection: close", "", ""))
                    .startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void programs_say_the_token_in_a_header() throws Exception {
        try (LiveView view = guarded()) {
            HttpResponse<String> refused = view.get("/ports");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(refused.body().lines()).hasSize(1);
            assertThat(view.get("/ports", "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(200);
            assertThat(view.get("/ports", "Authorization", "Bearer " + TOKEN + "x")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(view.get("/ports", "Authorization", "Basic " + TOKEN).statusCode())
                    .isEqualTo(401);
            assertThat(view.get("/events").statusCode()).isEqualTo(401);
            assertThat(view.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(view.get("/page.css").statusCode()).isEqualTo(401);
            assertThat(view.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(view.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void browsers_say_it_once_for_a_cookie() throws Exception {
        try (LiveView view = guarded()) {
            HttpResponse<String> page = view.get("/", "Accept", "text/html,*/*");
            assertThat(page.statusCode()).isEqualTo(401);
            assertThat(page.body()).contains("<h1>").contains("/?token=TOKEN").doesNotContain(TOKEN);
            assertThat(view.get("/?token=wrong").statusCode()).isEqualTo(401);

            HttpResponse<String> entered = view.get("/?token=" + TOKEN);
            assertThat(entered.statusCode()).isEqualTo(303);
            assertThat(entered.headers().firstValue("Location")).hasValue("/");
            String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
            String pair = cookie.split(";", 2)[0];
            assertThat(view.get("/", "Cookie", "a=b; " + pair).statusCode()).isEqualTo(200);
            assertThat(view.get("/ports", "Cookie", pair).statusCode()).isEqualTo(200);
            assertThat(view.get("/ports", "Cookie", pair + "0").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void there_is_only_reading() throws Exception {
        try (LiveView view = open()) {
            HttpResponse<String> refused = view.send("POST", "/ports");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
            HttpResponse<String> head = view.send("HEAD", "/ports");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(head.body()).isEmpty();
            assertThat(view.send("HEAD", "/events").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing",
        "/../Access.class",
        "/%2e%2e/Access.class",
        "/page/index.html",
        "//index.html",
        "/.",
        "/page",
        "/index.html/",
        "/index.html%00",
        "/health",
    })
    void nothing_else_can_be_read(String path) throws Exception {
        try (LiveView view = open()) {
            assertThat(view.answer("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close", "", ""))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void the_page_is_sent_with_its_policy_and_once() throws Exception {
        try (LiveView view = open()) {
            HttpResponse<String> page = view.get("/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .startsWith("<!doctype html>")
                    .isEqualTo(view.get("/index.html").body());
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
            String tag = page.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again = view.get("/", "If-None-Match", tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }
}
