/* The HTTP server: what it answers, what it refuses, what stands in its headers.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "raw.h"
#include "web/http.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static struct http_server *server;

/* '/' is kept, '/big' is as well and is long, what is below '/data/' says its path, '/q' its query;
 * '/slow' waits until it is let go; '/file' has a name that would break out of its header. */
static atomic_int answers;
static sem_t let_go;

static void answer(const struct http_request *request, struct http_response *response, void *user) {
    const char *path = request->target.path;
    atomic_fetch_add(&answers, 1);
    if (strcmp(path, "/") == 0) {
        response->keep = true;
        buf_puts(&response->body, user);
    } else if (strcmp(path, "/big") == 0) {
        response->keep = true;
        for (int i = 0; i < 1000; i++) buf_puts(&response->body, "the page ");
    } else if (strncmp(path, "/data/", 6) == 0) {
        response->type = "text/plain; charset=utf-8";
        buf_puts(&response->body, path + 6);
    } else if (strcmp(path, "/slow") == 0) {
        sem_wait(&let_go);
        for (int i = 0; i < 50000; i++) buf_puts(&response->body, "slow ");
        buf_puts(&response->body, "end");
    } else if (strcmp(path, "/file") == 0) {
        response->file_name = "a\"b;\r\nX-Evil: 1.csv";
        response->location = "/q\r\nX-Evil: 2";
    } else if (strcmp(path, "/q") == 0) {
        for (size_t i = 0; i < request->target.count; i++)
            buf_printf(&response->body, "[%s=%s]", request->target.fields[i].name,
                       request->target.fields[i].value);
    } else {
        response->status = 404;
    }
}

static void refuse(const char *target, int status, const char *sentence,
                   struct http_response *response, void *user) {
    (void)target, (void)user;
    response->status = status;
    buf_html(&response->body, sentence);
}

static int start(void **state) {
    (void)state;
    struct err err = {0};
    const struct http_site site = {.answer = answer, .refuse = refuse, .user = "the page"};
    server = http_start("127.0.0.1", 0, &site, &err);
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
        {"GET /q?q=1", NULL, 200},
        {"GET /q?q=%zz", NULL, 400},
        {"GET /q?q=%00", NULL, 400},
        {"GET /q?q=%ff", NULL, 400},
        {"GET /q?a=1&a=2", NULL, 400},
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
        {"GET /", "Host: a\r\nX: a\rX-Evil: b\r\n", 400}, /* a line's end to some */
        {"GET /", "Host: a\rContent-Length: 3\r\n", 400},
        {"GET /", "Host: a\r\nX: a\x01\r\n", 400},
        {"GET /", "Host: a\r\nX: a\tb\r\n", 200},
        {"GET /", "Host: a b/c\r\n", 400},
        {"GET /", "Host: a/b\r\n", 400},
        {"GET /", "Host: b@a\r\n", 400},
        {"GET /", "Host: \r\n", 200},
        {"GET /", "Host: [::1]:8000\r\n", 200},
        {"GET /", "Host: weft.example:80\r\n", 200},
        {"GET /", "Host: a\r\nRange: bytes=0-1\r\n", 200},
        {"GET /big", "Host: a\r\nAccept-Encoding: gzip;q=0\r\n", 200},
        {"GET /", "Host: a\r\nIf-None-Match: \"other\", W/\"another\"\r\n", 200},
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

static void queries_are_read(void **state) {
    (void)state;
    char *answer_text = raw_request(http_port(server), "GET /q?a=1+2&b=%C3%A9&c=&d", NULL);
    assert_non_null(strstr(answer_text, "[a=1 2][b=\xc3\xa9][c=][d=]"));
    free(answer_text);
}

static void packed_for_who_takes_it(void **state) {
    (void)state;
    static const struct {
        const char *accepts;
        bool packed;
    } cases[] = {{"gzip", true},          {"br, gzip;q=0.5", true}, {"gzip;q=0", false},
                 {"gzip;q=0.000", false}, {"identity", false},      {"x-gzip", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char header[128];
        snprintf(header, sizeof header, "Host: a\r\nAccept-Encoding: %s\r\n", cases[i].accepts);
        char *text = raw_request(http_port(server), "GET /big", header);
        assert_int_equal(raw_status(text), 200);
        assert_non_null(strstr(text, "Vary: Accept-Encoding"));
        if ((strstr(text, "Content-Encoding: gzip") != NULL) != cases[i].packed)
            fail_msg("%s", cases[i].accepts);
        free(text);
    }
}

static void answers_are_remembered_until_forgotten(void **state) {
    (void)state;
    free(raw_request(http_port(server), "GET /big?x=1", NULL));
    int before = atomic_load(&answers);
    free(raw_request(http_port(server), "GET /big?x=1", NULL));
    free(raw_request(http_port(server), "HEAD /big?x=1", NULL));
    assert_int_equal(atomic_load(&answers), before);
    http_forget(server);
    free(raw_request(http_port(server), "GET /big?x=1", NULL));
    assert_int_equal(atomic_load(&answers), before + 1);
    free(raw_request(http_port(server), "GET /data/a", NULL)); /* is not kept */
    free(raw_request(http_port(server), "GET /data/a", NULL));
    assert_int_equal(atomic_load(&answers), before + 3);
}

static void metrics_count(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    http_metrics(server, &out);
    assert_non_null(strstr(out.text, "# TYPE weft_http_requests_total counter"));
    assert_non_null(strstr(out.text, "weft_http_requests_total{status=\"2xx\"}"));
    assert_non_null(strstr(out.text, "weft_http_request_seconds_bucket{le=\"+Inf\"}"));
    assert_null(strstr(out.text, "weft_remembered_hits_total 0\n"));
    arena_free(arena);
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

/* As many fields as are read (target.h): a form without script sends its empty ones too. */
static void a_long_form_is_read(void **state) {
    (void)state;
    static char line[8 * 1024];
    size_t n = (size_t)snprintf(line, sizeof line, "GET /q?a=1");
    for (int i = 0; i < 250; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "&capacity.setting-%d=", i);
    char *answer = raw_request(http_port(server), line, NULL);
    assert_int_equal(raw_status(answer), 200);
    assert_non_null(strstr(answer, "[a=1][capacity.setting-0=]"));
    assert_non_null(strstr(answer, "[capacity.setting-249=]"));
    free(answer);
}

/* Requests that were sent before the answer to the first one are answered too, in their order:
 * remembered ones, ones that are made, and ones that are refused. */
static void one_behind_the_other(void **state) {
    (void)state;
    static char bytes[16 * 1024];
    size_t n = 0;
    for (int i = 0; i < 20; i++)
        n += (size_t)snprintf(
            bytes + n, sizeof bytes - n,
            "GET /q?n=%d HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
            "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
            i);
    n += (size_t)snprintf(bytes + n, sizeof bytes - n,
                          "GET /q?n=last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    char *answer = raw_send(http_port(server), bytes, n), *at = answer;
    for (int i = 0; i < 20; i++) {
        char text[16];
        snprintf(text, sizeof text, "[n=%d]", i);
        at = strstr(at, text);
        if (!at) fail_msg("the answer to %s is not there, or not in its place", text);
        at = strstr(at, "the page");
        assert_non_null(at);
        at = strstr(at, "HTTP/1.1 404");
        assert_non_null(at);
    }
    assert_non_null(strstr(at, "[n=last]"));
    free(answer);
}

/* What stands in the body of a request that is refused is never read as a request. */
static void a_body_is_no_request(void **state) {
    (void)state;
    static const char bytes[] = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 46\r\n\r\n"
                                "GET /data/hidden HTTP/1.1\r\nHost: a\r\n\r\n12345678";
    char *answer = raw_send(http_port(server), bytes, sizeof bytes - 1);
    assert_int_equal(raw_status(answer), 400);
    assert_null(strstr(answer + 1, "HTTP/1.1 "));
    assert_null(strstr(answer, "hidden"));
    free(answer);
}

#define HEAD(text)                                                                                 \
    { text, sizeof text - 1 }

/* What two programs may read in two ways is read in none. */
static void hidden_parts_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\0005\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nX\0Y: a\r\n\r\n"),
        HEAD("GET /\0?q HTTP/1.1\r\nHost: a\r\n\r\n"),
        HEAD("GET / HTTP/1.1\0x\r\nHost: a\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nX: a\r\n\tb\r\nHost: a\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
        HEAD("GET / HTTP/1.1\nHost: a\n\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\n: b\r\nHost: a\r\n\r\n"),
        HEAD("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"),
        HEAD("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        HEAD("GET a HTTP/1.1\r\nHost: a\r\n\r\n"),
        HEAD("GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int fd = raw_open(http_port(server), cases[i].bytes, cases[i].length);
        const struct timeval moment = {.tv_usec =
                                           500000}; /* where the address is refused, it is open */
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
        char *text = raw_read(fd);
        if (raw_status(text) != 400)
            fail_msg("case %zu: %s gave %d", i, cases[i].bytes, raw_status(text));
        free(text);
    }
}

/* What looks odd and means one thing only is answered, in however many pieces it comes. */
static void odd_heads_are_read(void **state) {
    (void)state;
    static const char bytes[] =
        "\r\nGET /q?a=1&b=2 HTTP/1.1\r\nHost: a\r\nX:\r\nY: \r\nZ:    z  \r\n"
        "Cookie: a=b; c=d\r\nAccept:*/*\r\nConnection: close\r\n\r\n";
    char *text = raw_send(http_port(server), bytes, sizeof bytes - 1);
    assert_int_equal(raw_status(text), 200);
    free(text);
    int fd = raw_open(http_port(server), "", 0);
    for (size_t i = 0; i < sizeof bytes - 1; i++) {
        assert_int_equal(send(fd, bytes + i, 1, MSG_NOSIGNAL), 1);
        usleep(1000);
    }
    text = raw_read(fd);
    assert_int_equal(raw_status(text), 200);
    assert_non_null(strstr(text, "[a=1][b=2]"));
    free(text);
}

static void noise_does_not_stop_it(void **state) {
    (void)state;
    static const char *const noise[] = {"\r\n\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02",
                                        "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n"};
    for (size_t i = 0; i < sizeof noise / sizeof noise[0]; i++) {
        int fd = raw_open(http_port(server), noise[i], strlen(noise[i]));
        const struct timeval moment = {.tv_usec = 200000}; /* some are left open */
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof moment);
        char *answer = raw_read(fd);
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
    const struct http_site site = {.answer = answer, .refuse = refuse, .user = "second"};
    struct http_server *second = http_start("127.0.0.1", http_port(server), &site, &err);
    assert_null(second);
    assert_int_equal(err.code, ERR_IO);
}

#define SLOW "GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

/* However many wait for what takes long, what is remembered goes out at once. */
static void what_is_slow_holds_up_nobody(void **state) {
    (void)state;
    int waiting[20];
    free(raw_request(http_port(server), "GET /", NULL));
    for (size_t i = 0; i < 20; i++) waiting[i] = raw_open(http_port(server), SLOW, strlen(SLOW));
    for (int i = 0; i < 20; i++) {
        char *answer_text = raw_request(http_port(server), "GET /", NULL);
        assert_int_equal(raw_status(answer_text), 200);
        free(answer_text);
    }
    for (int i = 0; i < 20; i++) sem_post(&let_go);
    for (size_t i = 0; i < 20; i++) {
        char *answer_text = raw_read(waiting[i]);
        assert_int_equal(raw_status(answer_text), 200);
        assert_non_null(strstr(answer_text, "slow end"));
        free(answer_text);
    }
}

/* Another server that waits a second, to be stopped by the test. */
static struct http_server *impatient(void) {
    struct err err = {0};
    const struct http_site site = {
        .answer = answer, .refuse = refuse, .user = "the page", .patience_seconds = 1};
    struct http_server *other = http_start("127.0.0.1", 0, &site, &err);
    assert_non_null(other);
    return other;
}

/* Clients that begin a request and do not go on are in nobody's way, and are closed in the end. */
static void clients_that_stop_half_way(void **state) {
    (void)state;
    struct http_server *other = impatient();
    static const char *const halves[] = {"", "GET", "GET / HTTP/1.1\r\n",
                                         "GET / HTTP/1.1\r\nHost: a\r\nX: "};
    int open[200];
    for (size_t i = 0; i < 200; i++)
        open[i] = raw_open_from((uint8_t)(2 + i % 4), http_port(other), halves[i % 4],
                                strlen(halves[i % 4]));
    char *answer_text = raw_request(http_port(other), "GET /", NULL);
    assert_int_equal(raw_status(answer_text), 200);
    free(answer_text);
    char byte;
    assert_int_equal(recv(open[3], &byte, 1, 0),
                     0); /* closed, within the two seconds of raw_open */
    for (size_t i = 0; i < 200; i++) close(open[i]);
    http_stop(other);
}

/* Sends a byte every tenth of a second; how many until the other side has closed, most at most. */
static int bytes_taken(int fd, const char *bytes, int most) {
    for (int i = 0; i < most; i++) {
        char byte;
        if (send(fd, bytes + i, 1, MSG_NOSIGNAL) != 1) return i;
        usleep(100000);
        if (recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0) return i;
    }
    return most;
}

static bool metrics_say(struct http_server *of, const char *line) {
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    http_metrics(of, &out);
    bool found = strstr(out.text, line) != NULL;
    arena_free(arena);
    return found;
}

/* A head that goes on coming, however slowly, has two seconds here; a body none. */
static void slow_heads_are_cut_off(void **state) {
    (void)state;
    struct http_server *other = impatient();
    char long_head[200] = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    memset(long_head + strlen(long_head), 'x', sizeof long_head - strlen(long_head) - 1);
    int slow = raw_open(http_port(other), "", 0);
    int taken = bytes_taken(slow, long_head, 60);
    assert_in_range(taken, 10, 40);
    char *text = raw_read(slow);
    assert_int_equal(raw_status(text), 408);
    free(text);

    static const char body[] = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n";
    slow = raw_open(http_port(other), body, sizeof body - 1);
    assert_in_range(bytes_taken(slow, long_head, 60), 0, 5);
    text = raw_read(slow);
    assert_int_equal(raw_status(text), 400);
    free(text);
    assert_true(metrics_say(other, "weft_connections_too_slow_total 1\n"));
    http_stop(other);
}

/* The second request of a connection has its time from the answer to the first one. */
static void so_are_later_ones(void **state) {
    (void)state;
    struct http_server *other = impatient();
    static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    char page[4096];
    int fd = raw_open(http_port(other), "", 0);
    for (int i = 0; i < 6; i++) { /* longer than one request may take */
        assert_int_equal(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), sizeof request - 1);
        usleep(500000);
        assert_true(recv(fd, page, sizeof page, 0) > 0);
        assert_int_equal(raw_status(page), 200);
    }
    char long_head[100] = "GET /";
    memset(long_head + 5, 'x', sizeof long_head - 5);
    assert_in_range(bytes_taken(fd, long_head, 60), 10, 40);
    close(fd);
    http_stop(other);
}

/* One client has a quarter of all connections and no more; others do not notice. */
static void one_client_takes_not_all(void **state) {
    (void)state;
    int open[128];
    for (size_t i = 0; i < 128; i++) open[i] = raw_open_from(9, http_port(server), "G", 1);
    for (int i = 0; i < 500 && !metrics_say(server, "weft_connections 128\n"); i++) usleep(10000);
    char *text = raw_read(raw_open_from(9, http_port(server), "", 0));
    assert_int_equal(raw_status(text), 503);
    free(text);
    text = raw_request(http_port(server), "GET /", NULL);
    assert_int_equal(raw_status(text), 200);
    free(text);
    close(open[0]);
    for (int i = 0; i < 500 && !metrics_say(server, "weft_connections 127\n"); i++) usleep(10000);
    static const char request[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    text = raw_read(raw_open_from(9, http_port(server), request, sizeof request - 1));
    assert_int_equal(raw_status(text), 200);
    free(text);
    for (size_t i = 1; i < 128; i++) close(open[i]);
}

static void names_do_not_break_out_of_headers(void **state) {
    (void)state;
    char *answer_text = raw_request(http_port(server), "GET /file", NULL);
    assert_int_equal(raw_status(answer_text), 200);
    assert_non_null(
        strstr(answer_text, "Content-Disposition: attachment; filename=\"a_b___X-Evil__1.csv\""));
    assert_null(strstr(answer_text, "\nX-Evil"));
    free(answer_text);
    answer_text = raw_request(http_port(server), "GET /q?a=%0d%0aX-Evil:%201", NULL);
    assert_int_equal(raw_status(answer_text), 400);
    free(answer_text);
}

static void *stop_server(void *which) {
    http_stop(which);
    return NULL;
}

/* Told to stop under load: what has begun is answered whole, nothing new is taken. */
static void stopping_answers_what_has_begun(void **state) {
    (void)state;
    struct err err = {0};
    const struct http_site site = {.answer = answer, .refuse = refuse, .user = "the page"};
    struct http_server *other = http_start("127.0.0.1", 0, &site, &err);
    assert_non_null(other);
    uint16_t port = http_port(other);
    int before = atomic_load(&answers), waiting[30];
    for (size_t i = 0; i < 30; i++) waiting[i] = raw_open(port, SLOW, strlen(SLOW));
    while (atomic_load(&answers) < before + 2) usleep(1000); /* both makers are at it */
    usleep(100000);                                          /* and the others stand in the queue */
    pthread_t stopping;
    assert_int_equal(pthread_create(&stopping, NULL, stop_server, other), 0);
    usleep(50000);
    for (int i = 0; i < 30; i++) sem_post(&let_go);
    for (size_t i = 0; i < 30; i++) {
        char *answer_text = raw_read(waiting[i]);
        assert_int_equal(raw_status(answer_text), 200);
        assert_non_null(strstr(answer_text, "slow end"));
        free(answer_text);
    }
    pthread_join(stopping, NULL);
    assert_int_equal(raw_open(port, SLOW, strlen(SLOW)), -1);
}

int main(void) {
    sem_init(&let_go, 0, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statuses),
        cmocka_unit_test(queries_are_read),
        cmocka_unit_test(packed_for_who_takes_it),
        cmocka_unit_test(answers_are_remembered_until_forgotten),
        cmocka_unit_test(metrics_count),
        cmocka_unit_test(headers_and_body),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(a_long_form_is_read),
        cmocka_unit_test(one_behind_the_other),
        cmocka_unit_test(a_body_is_no_request),
        cmocka_unit_test(hidden_parts_are_refused),
        cmocka_unit_test(odd_heads_are_read),
        cmocka_unit_test(noise_does_not_stop_it),
        cmocka_unit_test(addresses),
        cmocka_unit_test(a_port_in_use_is_an_error),
        cmocka_unit_test(what_is_slow_holds_up_nobody),
        cmocka_unit_test(clients_that_stop_half_way),
        cmocka_unit_test(slow_heads_are_cut_off),
        cmocka_unit_test(so_are_later_ones),
        cmocka_unit_test(one_client_takes_not_all),
        cmocka_unit_test(names_do_not_break_out_of_headers),
        cmocka_unit_test(stopping_answers_what_has_begun),
    };
    return cmocka_run_group_tests_name("web http", tests, start, stop);
}
