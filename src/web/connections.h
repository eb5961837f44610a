/* The connections that are open: how many a client has, and how long each takes.
 *
 * libmicrohttpd ends a connection on which nothing comes. One on which a byte comes now and then
 * would stay for as long as its client likes, so a whole request has a time to come in here, and an
 * answer one to be taken; what takes longer is shut down. All calls may come from any thread.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"

#include <sys/socket.h>

struct connections;
struct connection;

/* A head has twice patience_seconds to come whole, from when its connection began or the answer
 * before it went out; an answer as long to be taken, and a second for each 4 kB of it. A client has
 * most_of_a_client at once. NULL when no thread can be started. */
MUST_CHECK struct connections *connections_new(unsigned patience_seconds,
                                               unsigned most_of_a_client);

/* After the last connection has ended; NULL is allowed. */
void connections_free(struct connections *connections);

/* One that has begun, and that reads; end it before its socket is closed. NULL when its client has
 * too many: it has been told so (503), and nothing more goes in or out. A client is an address, of
 * IPv6 the 64 bits that one household has. */
struct connection *connections_begin(struct connections *connections, int socket,
                                     const struct sockaddr *client);
void connections_end(struct connections *connections, struct connection *connection);

/* What it does from now on: a request comes in; it waits for us; an answer goes out. NULL is
 * allowed. */
void connection_reads(struct connection *connection);
void connection_waits(struct connection *connection);
void connection_sends(struct connection *connection, size_t bytes);

/* How many are open, and how many were too slow and too many, in the text format of Prometheus. */
void connections_metrics(struct connections *connections, struct buf *out);
