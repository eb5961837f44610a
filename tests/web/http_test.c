/* The HTTP server: what it answers, what it refuses, what stands in its headers.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "raw.h"
#include "web/http.h"

static struct http_server *server;

static void answer_page(const struct http_request *request, struct http_response *response,
                        void *user) {
    (void)request;
    response->keep = true;
    buf_puts(&response->body, user);
}

static void answer_below(const struct http_request *request, struct http_response *response,
                         void *user) {
    (void)user;
    response->type = "text/plain; charset=utf-8";
    buf_puts(&response->body, request->rest);
}

static const struct http_route routes[] = {{"/", answer_page}, {"/data/", answer_below}};

static int start(void **state) {
    (void)state;
    struct err err = {0};
    server = http_start("127.0.0.1", 0, routes, 2, "the page", &err);
    return server ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    http_stop(server);
    return 0;
}

static void statuses(void **state) {
    (void)state;
    static const struct {
        const char *line, *headers; /* NULL: one Host */
        int status;
    } cases[] = {
        {"GET /", NULL, 200},
        {"HEAD /", NULL, 200},
        {"GET /?q=1", NULL, 200},
        {"GET /data/action", NULL, 200},
        {"GET /nothing", NULL, 404},
        {"GET /data", NULL, 404},
        {"GET /%2e%2e/etc/passwd", NULL, 404},
        {"GET /%00", NULL, 404},
        {"GET //", NULL, 404},
        {"POST /", "Host: a\r\nContent-Length: 0\r\n", 405},
        {"DELETE /", NULL, 405},
        {"OPTIONS /", NULL, 405},
        {"BREW /", NULL, 405},
        {"GET /", "", 400}, /* no Host */
        {"GET /", "Host: a\r\nHost: b\r\n", 400},
        {"GET /", "Host: a\r\nHost: a\r\n", 400},
        {"POST /", "Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length: 5\r\n", 400},
        {"GET /", "Host: a\r\nTransfer-Encoding: chunked\r\n", 400},
        {"GET /", "Host: a\r\nbad name: x\r\n", 400},
        {"GET /", "Host: a\r\nbad(name): x\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length : 5\r\n", 400},
        {"GET /", "Host: a\r\nIf-None-Match: \"other\"\r\n", 200},
        {"GET /", "Host: a\r\nIf-None-Match: *\r\n", 304},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *answer = raw_request(http_port(server), cases[i].line, cases[i].headers);
        if (raw_status(answer) != cases[i].status)
            fail_msg("case %zu: %s %s gave %d, not %d", i, cases[i].line,
                     cases[i].headers ? cases[i].headers : "", raw_status(answer), cases[i].status);
        free(answer);
    }
}

static void headers_and_body(void **state) {
    (void)state;
    char *answer = raw_request(http_port(server), "GET /", NULL);
    assert_non_null(
        strstr(answer, "Content-Security-Policy: default-src 'none'; style-src 'self'"));
    assert_null(strstr(answer, "unsafe"));
    assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
    assert_non_null(strstr(answer, "Cache-Control: no-cache"));
    assert_non_null(strstr(answer, "Content-Type: text/html; charset=utf-8"));
    assert_non_null(strstr(answer, "\r\n\r\nthe page"));
    char etag[64];
    const char *at = strstr(answer, "ETag: ");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "ETag: %63[^\r]", etag), 1);
    char header[128];
    snprintf(header, sizeof header, "Host: a\r\nIf-None-Match: W/\"x\", %s\r\n", etag);
    free(answer);
    answer = raw_request(http_port(server), "GET /", header);
    assert_int_equal(raw_status(answer), 304);
    free(answer);
    answer = raw_request(http_port(server), "HEAD /", NULL);
    assert_null(strstr(answer, "the page"));
    assert_non_null(strstr(answer, "Content-Length: 8"));
    free(answer);
    answer = raw_request(http_port(server), "GET /data/<b>", NULL);
    assert_non_null(strstr(answer, "Cache-Control: no-store"));
    assert_non_null(strstr(answer, "Content-Type: text/plain"));
    free(answer);
    answer = raw_request(http_port(server), "DELETE /", NULL);
    assert_non_null(strstr(answer, "Allow: GET, HEAD"));
    free(answer);
}

static void too_much_is_refused(void **state) {
    (void)state;
    static char line[64 * 1024];
    memset(line, 'a', sizeof line - 1);
    memcpy(line, "GET /", 5);
    char *answer = raw_request(http_port(server), line, NULL);
    assert_true(raw_status(answer) == 414 || raw_status(answer) == 431);
    free(answer);
    static char headers[64 * 1024];
    memset(headers, 'a', sizeof headers - 1);
    memcpy(headers, "Host: a\r\nX: ", 12);
    memcpy(headers + sizeof headers - 3, "\r\n", 3);
    answer = raw_request(http_port(server), "GET /", headers);
    assert_true(raw_status(answer) == 413 || raw_status(answer) == 431);
    free(answer);
    answer = raw_request(http_port(server), "GET /", NULL); /* and it still lives */
    assert_int_equal(raw_status(answer), 200);
    free(answer);
}

static void noise_does_not_stop_it(void **state) {
    (void)state;
    static const char *const noise[] = {"\r\n\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02",
                                        "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n"};
    for (size_t i = 0; i < sizeof noise / sizeof noise[0]; i++) {
        char *answer = raw_send(http_port(server), noise[i], strlen(noise[i]));
        assert_true(raw_status(answer) != 200);
        free(answer);
    }
    char *answer = raw_request(http_port(server), "GET /", NULL);
    assert_int_equal(raw_status(answer), 200);
    free(answer);
}

static void addresses(void **state) {
    (void)state;
    static const struct {
        const char *text, *host; /* NULL: refused */
        unsigned port;
    } cases[] = {{"127.0.0.1:8000", "127.0.0.1", 8000},
                 {"8080", "127.0.0.1", 8080},
                 {"[::1]:0", "::1", 0},
                 {"0.0.0.0:65535", "0.0.0.0", 65535},
                 {"127.0.0.1:65536", NULL, 0},
                 {"localhost:80", NULL, 0},
                 {"127.0.0.1:", NULL, 0},
                 {":80", NULL, 0},
                 {"1.5", NULL, 0},
                 {"", NULL, 0}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *host = NULL;
        uint16_t port = 0;
        struct err err = {0};
        bool ok = http_address_parse(cases[i].text, arena, &host, &port, &err);
        if (ok != (cases[i].host != NULL)) fail_msg("'%s'", cases[i].text);
        if (!ok) continue;
        assert_string_equal(host, cases[i].host);
        assert_int_equal(port, cases[i].port);
    }
    arena_free(arena);
}

static void a_port_in_use_is_an_error(void **state) {
    (void)state;
    struct err err = {0};
    struct http_server *second =
        http_start("127.0.0.1", http_port(server), routes, 2, "second", &err);
    assert_null(second);
    assert_int_equal(err.code, ERR_IO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses),
        cmocka_unit_test(headers_and_body),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(noise_does_not_stop_it),
        cmocka_unit_test(addresses),
        cmocka_unit_test(a_port_in_use_is_an_error),
    };
    return cmocka_run_group_tests_name("web http", tests, start, stop);
}
