/* Connections that are slow, and clients that have too many.
 *
 * SPDX-License-Identifier: MIT */
#include "../check.h"

#include "web/connections.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* pair[0] is what the server has, pair[1] what its client has; what is read waits a time. */
static void open_pair(int pair[2], int wait_ms) {
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    const struct timeval wait = {.tv_sec = wait_ms / 1000, .tv_usec = wait_ms % 1000 * 1000};
    setsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

static void close_pair(int pair[2]) {
    close(pair[0]);
    close(pair[1]);
}

static struct sockaddr_in6 address(const char *text) {
    struct sockaddr_in6 out = {.sin6_family = AF_INET6};
    assert_int_equal(inet_pton(AF_INET6, text, &out.sin6_addr), 1);
    return out;
}

static void each_state_has_its_time(void **state) {
    (void)state;
    struct connections *connections = connections_new(1, 10);
    assert_non_null(connections);
    const struct sockaddr_in6 client = address("2001:db8::1");
    int reads[2], waits[2], sends[2], large[2];
    open_pair(reads, 4000);
    open_pair(waits, 10);
    open_pair(sends, 4000);
    open_pair(large, 10);
    struct connection *c[4];
    const int sockets[4] = {reads[0], waits[0], sends[0], large[0]};
    for (int i = 0; i < 4; i++)
        c[i] = connections_begin(connections, sockets[i],
                                 (const struct sockaddr *)(const void *)&client);
    connection_waits(c[1]);
    connection_sends(c[2], 100);
    connection_sends(c[3], 40960); /* ten seconds more */
    char text[200] = "";
    assert_true(recv(reads[1], text, sizeof text - 1, 0) > 0);
    assert_memory_equal(text, "HTTP/1.1 408 ", 13);
    assert_int_equal(recv(sends[1], text, sizeof text, 0),
                     0); /* nothing in the middle of an answer */
    assert_int_equal(recv(waits[1], text, sizeof text, 0), -1);
    assert_int_equal(recv(large[1], text, sizeof text, 0), -1);
    connection_reads(c[1]); /* and its time begins now */
    assert_int_equal(recv(waits[1], text, sizeof text, 0), -1);
    struct arena *arena = arena_new();
    struct buf out = buf_new(arena);
    connections_metrics(connections, &out);
    assert_non_null(strstr(out.text, "weft_connections 4\n"));
    assert_non_null(strstr(out.text, "weft_connections_too_slow_total 2\n"));
    arena_free(arena);
    for (int i = 0; i < 4; i++) connections_end(connections, c[i]);
    connections_free(connections);
    close_pair(reads), close_pair(waits), close_pair(sends), close_pair(large);
}

/* 64 bits of an IPv6 address are one client; all of an IPv4 address. */
static void a_client_is_an_address(void **state) {
    (void)state;
    struct connections *connections = connections_new(15, 2);
    assert_non_null(connections);
    static const struct {
        const char *client;
        bool taken;
    } cases[] = {{"2001:db8::1", true},
                 {"2001:db8::2", true},
                 {"2001:db8::3:4:5:6", false},
                 {"2001:db8:0:1::1", true},
                 {"::1", true}};
    struct connection *open[7] = {0};
    int pair[2];
    open_pair(pair, 1000);
    for (size_t i = 0; i < 5; i++) {
        const struct sockaddr_in6 client = address(cases[i].client);
        open[i] =
            connections_begin(connections, pair[0], (const struct sockaddr *)(const void *)&client);
        if ((open[i] != NULL) != cases[i].taken) fail_msg("%s", cases[i].client);
    }
    char text[100];
    assert_true(recv(pair[1], text, sizeof text, 0) > 13);
    assert_memory_equal(text, "HTTP/1.1 503 ", 13);
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000201)};
    open[5] = connections_begin(connections, -1, (const struct sockaddr *)(const void *)&v4);
    v4.sin_addr.s_addr = htonl(0xc0000202);
    open[6] = connections_begin(connections, -1, (const struct sockaddr *)(const void *)&v4);
    assert_true(open[5] && open[6]);
    connections_end(connections, open[1]);
    const struct sockaddr_in6 again = address("2001:db8::9");
    open[1] = connections_begin(connections, -1, (const struct sockaddr *)(const void *)&again);
    assert_non_null(open[1]);
    for (size_t i = 0; i < 7; i++) connections_end(connections, open[i]);
    connections_free(connections);
    close_pair(pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_state_has_its_time),
        cmocka_unit_test(a_client_is_an_address),
    };
    return cmocka_run_group_tests_name("web connections", tests, NULL, NULL);
}
