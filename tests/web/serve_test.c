/* weft serve, the real binary: it prints its address, answers, escapes, logs, and stops when told.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "base/text.h"
#include "raw.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char *weft;
static char folder[] = "/tmp/weft-serve-XXXXXX";
static char log_path[64];
static pid_t child;
static uint16_t port;

static void write_file(const char *name, const char *text) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) abort();
}

static int start(void **state) {
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(log_path, sizeof log_path, "%s.log", folder);
    write_file("place.csv", "id,title,kind,parent,source\np,Place,footprint,,printed: a\n");
    write_file("system.csv",
               "id,title,place,comparator,start,end,warm_up_days,currency,source\n"
               "s,\"<script>alert(1)</script> & \"\"co\"\"\",p,,2018-04-01,2019-03-31,0,GBP,"
               "printed: a\n");
    int out[2];
    if (pipe(out) != 0) return -1;
    child = fork();
    if (child == 0) {
        int log = open(log_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out[1], STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
        close(out[0]);
        execl(weft, weft, "serve", folder, "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    FILE *said = fdopen(out[0], "r");
    char line[512];
    unsigned number = 0;
    bool ok = child > 0 && said && fgets(line, sizeof line, said) &&
              strstr(line, "http://127.0.0.1:") &&
              sscanf(strstr(line, "http://127.0.0.1:"), "http://127.0.0.1:%u/", &number) == 1;
    port = (uint16_t)number;
    if (said) fclose(said);
    return ok ? 0 : -1;
}

/* Until the brief has been made; a package without a model takes no time. */
static void wait_until_ready(void) {
    for (int i = 0; i < 100; i++) {
        char *answer = raw_request(port, "GET /healthz", NULL);
        assert_int_equal(raw_status(answer), 200);
        bool ready = strstr(answer, "\"ready\"") != NULL;
        free(answer);
        if (ready) return;
        usleep(50000);
    }
    fail_msg("the brief was not ready after five seconds");
}

static void pages(void **state) {
    (void)state;
    wait_until_ready();
    char *answer = raw_request(port, "GET /", NULL);
    assert_int_equal(raw_status(answer), 200);
    assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'"));
    assert_null(strstr(answer, "<script>"));
    assert_null(strstr(answer, "<style"));
    assert_null(strstr(answer, " style="));
    assert_non_null(strstr(answer, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;co&quot;"));
    assert_non_null(strstr(answer, "href=\"/assets/site.css\""));
    assert_non_null(strstr(answer, "What the package does not say"));
    free(answer);
    answer = raw_request(port, "GET /brief", NULL);
    assert_int_equal(raw_status(answer), 200);
    assert_null(strstr(answer, "<script"));
    assert_non_null(strstr(answer, "href=\"/assets/weft.css\""));
    free(answer);
    answer = raw_request(port, "GET /brief.json", NULL);
    assert_int_equal(raw_status(answer), 200);
    assert_non_null(strstr(answer, "Content-Type: application/json"));
    assert_non_null(strstr(answer, "<script>alert(1)</script> & \\\"co\\\""));
    free(answer);
    answer = raw_request(port, "GET /assets/weft.css", NULL);
    assert_int_equal(raw_status(answer), 200);
    assert_non_null(strstr(answer, "Content-Type: text/css"));
    free(answer);
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        const char *line, *headers;
        int status;
    } cases[] = {
        {"GET /nothing", NULL, 404},
        {"GET /../../etc/passwd", NULL, 404},
        {"GET /assets/../../etc/passwd", NULL, 404},
        {"GET /assets/%2e%2e%2fREADME.md", NULL, 404},
        {"GET /data/sqlite_master", NULL, 404},
        {"GET /data/place?sort=id;drop", NULL, 422},
        {"GET /data/place?page=-1", NULL, 422},
        {"GET /data/place?unknown=1", NULL, 422},
        {"GET /data/place?q=%ff", NULL, 400},
        {"GET /search?q=%22%20OR%20*", NULL, 200},
        {"POST /", "Host: a\r\nContent-Length: 0\r\n", 405},
        {"GET /", "Host: a\r\nHost: b\r\n", 400},
        {"GET /", "Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *answer = raw_request(port, cases[i].line, cases[i].headers);
        assert_int_equal(raw_status(answer), cases[i].status);
        free(answer);
    }
    /* Who asks for JSON is refused in JSON, whoever refuses. */
    static const struct {
        const char *line;
        int status;
    } in_json[] = {{"GET /api/v1/nothing", 404},    {"GET /api/v1/plan?a=1", 422},
                   {"GET /api/v1/plan?q=%ff", 400}, {"GET /api/v1/plan?q=1&q=2", 400},
                   {"DELETE /api/v1/plan", 405},    {"GET /api/v1/data/gone", 404}};
    for (size_t i = 0; i < sizeof in_json / sizeof in_json[0]; i++) {
        char *text = raw_request(port, in_json[i].line, NULL);
        assert_int_equal(raw_status(text), in_json[i].status);
        assert_non_null(strstr(text, "Content-Type: application/json"));
        assert_non_null(strstr(text, "\"error\":\""));
        free(text);
    }
    char *root = raw_request(port, "GET /api/v1", NULL);
    assert_int_equal(raw_status(root), 200);
    free(root);
    root = raw_request(port, "GET /api/v11/plan", NULL);
    assert_null(strstr(root, "application/json"));
    free(root);
    static char line[64 * 1024];
    memset(line, 'a', sizeof line - 1);
    memcpy(line, "GET /", 5);
    char *answer = raw_request(port, line, NULL);
    assert_true(raw_status(answer) == 414 || raw_status(answer) == 431);
    free(answer);
}

static void stops_when_told(void **state) {
    (void)state;
    assert_int_equal(kill(child, SIGTERM), 0);
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    child = 0;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    static char log[256 * 1024];
    FILE *file = fopen(log_path, "rb");
    assert_non_null(file);
    size_t n = fread(log, 1, sizeof log - 1, file);
    fclose(file);
    log[n] = '\0';
    assert_non_null(strstr(log, " 127.0.0.1 GET / 200 "));
    assert_non_null(strstr(log, " 127.0.0.1 GET /nothing 404 "));
    assert_non_null(strstr(log, " 127.0.0.1 POST / 405 "));
}

static int clean(void **state) {
    (void)state;
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    static const char *const names[] = {"place.csv", "system.csv"};
    char path[128];
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
    unlink(log_path);
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    weft = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
        cmocka_unit_test(refusals),
        cmocka_unit_test(stops_when_told),
    };
    return cmocka_run_group_tests_name("web serve", tests, start, clean);
}
