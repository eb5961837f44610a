/* Counts connections, and shuts down the slow ones; see connections.h.
 *
 * SPDX-License-Identifier: MIT */
#include "connections.h"

#include "base/arena.h"
#include "metrics.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOWEST_BYTES_A_SECOND 4096u
#define NEVER INT64_MAX
#define LOOK_MS 1000 /* at most so long after its time a connection is shut down */

struct connection {
    struct connection *next, **at; /* where the one before points to it */
    int socket;
    unsigned char client[16]; /* an address, filled up with zeros */
    int64_t patience_ms;
    atomic_int_fast64_t until; /* by the monotonic clock, ms; NEVER: no matter how long */
    atomic_bool sends;
};

struct connections {
    pthread_mutex_t lock; /* guards what follows; a socket is not closed while it is in the list */
    pthread_cond_t changed;
    struct connection *first;
    size_t count;
    bool ending;
    int64_t patience_ms;
    unsigned most_of_a_client;
    atomic_uint_fast64_t too_slow, too_many;
    pthread_t looker;
};

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void client_of(const struct sockaddr *address, unsigned char out[16]) {
    memset(out, 0, 16);
    if (address->sa_family == AF_INET)
        memcpy(out, &((const struct sockaddr_in *)(const void *)address)->sin_addr, 4);
    else if (address->sa_family == AF_INET6)
        memcpy(out, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 8);
}

/* Says why in as few words as there are, whether or not they are read, and ends it both ways. */
static void shut(int socket, const char *status) {
    char text[160];
    int n = snprintf(text, sizeof text,
                     "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
    send(socket, text, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(socket, SHUT_RDWR);
}

/* The server reads the end of the stream from what is shut, and closes it. */
static void shut_slow(struct connections *connections, int64_t now) {
    for (struct connection *c = connections->first; c; c = c->next) {
        int64_t until = atomic_load(&c->until);
        if (until > now || !atomic_compare_exchange_strong(&c->until, &until, NEVER)) continue;
        atomic_fetch_add(&connections->too_slow, 1);
        if (atomic_load(&c->sends))
            shutdown(c->socket, SHUT_RDWR);
        else
            shut(c->socket, "408 Request Timeout");
    }
}

static void *look(void *user) {
    struct connections *connections = user;
    int64_t between =
        connections->patience_ms / 4 < LOOK_MS ? connections->patience_ms / 4 : LOOK_MS;
    pthread_mutex_lock(&connections->lock);
    while (!connections->ending) {
        if (!connections->first) {
            pthread_cond_wait(&connections->changed, &connections->lock);
            continue;
        }
        int64_t next = now_ms() + between;
        struct timespec at = {.tv_sec = next / 1000, .tv_nsec = next % 1000 * 1000000};
        pthread_cond_timedwait(&connections->changed, &connections->lock, &at);
        shut_slow(connections, now_ms());
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

struct connections *connections_new(unsigned patience_seconds, unsigned most_of_a_client) {
    struct connections *connections = heap_new(1, sizeof *connections);
    connections->patience_ms = 2000 * (int64_t)patience_seconds;
    connections->most_of_a_client = most_of_a_client;
    pthread_condattr_t by_monotonic;
    pthread_condattr_init(&by_monotonic);
    pthread_condattr_setclock(&by_monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&connections->lock, NULL);
    pthread_cond_init(&connections->changed, &by_monotonic);
    pthread_condattr_destroy(&by_monotonic);
    if (pthread_create(&connections->looker, NULL, look, connections) == 0) return connections;
    pthread_mutex_destroy(&connections->lock);
    pthread_cond_destroy(&connections->changed);
    free(connections);
    return NULL;
}

void connections_free(struct connections *connections) {
    if (!connections) return;
    pthread_mutex_lock(&connections->lock);
    connections->ending = true;
    pthread_cond_signal(&connections->changed);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->looker, NULL);
    pthread_mutex_destroy(&connections->lock);
    pthread_cond_destroy(&connections->changed);
    free(connections);
}

struct connection *connections_begin(struct connections *connections, int socket,
                                     const struct sockaddr *client) {
    struct connection *begun = heap_new(1, sizeof *begun);
    begun->socket = socket;
    begun->patience_ms = connections->patience_ms;
    client_of(client, begun->client);
    connection_reads(begun);
    pthread_mutex_lock(&connections->lock);
    unsigned has = 0;
    for (const struct connection *c = connections->first; c; c = c->next)
        has += memcmp(c->client, begun->client, sizeof c->client) == 0;
    bool taken = has < connections->most_of_a_client;
    if (taken) {
        begun->next = connections->first;
        begun->at = &connections->first;
        if (begun->next) begun->next->at = &begun->next;
        connections->first = begun;
        if (connections->count++ == 0) pthread_cond_signal(&connections->changed);
    }
    pthread_mutex_unlock(&connections->lock);
    if (taken) return begun;
    atomic_fetch_add(&connections->too_many, 1);
    shut(socket, "503 Service Unavailable");
    free(begun);
    return NULL;
}

void connections_end(struct connections *connections, struct connection *connection) {
    if (!connection) return;
    pthread_mutex_lock(&connections->lock);
    *connection->at = connection->next;
    if (connection->next) connection->next->at = connection->at;
    connections->count--;
    pthread_mutex_unlock(&connections->lock);
    free(connection);
}

void connection_reads(struct connection *connection) {
    if (!connection) return;
    atomic_store(&connection->sends, false);
    atomic_store(&connection->until, now_ms() + connection->patience_ms);
}

void connection_waits(struct connection *connection) {
    if (connection) atomic_store(&connection->until, NEVER);
}

void connection_sends(struct connection *connection, size_t bytes) {
    if (!connection) return;
    int64_t more_ms = (int64_t)(bytes / SLOWEST_BYTES_A_SECOND) * 1000;
    atomic_store(&connection->sends, true);
    atomic_store(&connection->until, now_ms() + connection->patience_ms + more_ms);
}

void connections_metrics(struct connections *connections, struct buf *out) {
    pthread_mutex_lock(&connections->lock);
    size_t count = connections->count;
    pthread_mutex_unlock(&connections->lock);
    metrics_one(out, "weft_connections", "gauge", "Connections open", (double)count);
    metrics_one(out, "weft_connections_too_slow_total", "counter",
                "Connections shut down because a request or an answer took too long",
                (double)atomic_load(&connections->too_slow));
    metrics_one(out, "weft_connections_too_many_total", "counter",
                "Connections refused because their client had too many",
                (double)atomic_load(&connections->too_many));
}
