/* A small HTTP/1.1 server on libmicrohttpd; see http.h.
 *
 * SPDX-License-Identifier: MIT */
#include "http.h"

#include "base/number.h"
#include "connections.h"
#include "metrics.h"
#include "mhd.h"
#include "reply.h"
#include "workers.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTION_BYTES ((size_t)32 * 1024) /* head as sent, and a record for each field in it */
#define CONNECTIONS 512u
#define CONNECTIONS_A_CLIENT 128u /* a quarter of all; the clients of a proxy have one address */
#define REMEMBERED_BYTES ((size_t)16 << 20)
#define PATIENCE_SECONDS 15u
#define THREADS 2u /* that read requests and send answers */
#define MAKERS 2u  /* that make answers which are not remembered */
#define LAST_ANSWERS_SECONDS 10

struct http_server {
    struct MHD_Daemon *daemon;
    struct workers *makers;
    struct connections *connections;
    struct http_site site;
    struct replies *replies;
    struct metrics metrics;
    atomic_uint_fast32_t going_on; /* requests whose answer has not gone out */
    uint16_t port;
};

/* What is known of a request until it is logged. A maker has it from when it is given to one until
 * the connection goes on. */
struct job {
    struct task task;
    struct MHD_Connection *connection; /* NULL until the head has come */
    struct connection *open;
    const char *target_end; /* in the memory of the library */
    bool given;             /* to a maker */
    struct http_request request;
    struct arena *arena;
    char *target; /* path and query as sent */
    const char *method;
    int status;
    size_t bytes;
    struct timespec began;
};

/* --- what libmicrohttpd lets through ------------------------------------------------------- */

struct framing {
    const char *end; /* of what was read last: NUL stands there instead of the line's end */
    unsigned hosts, lengths, encodings;
    bool hidden, bad_name, bad_value, bad_host, has_body;
};

static bool is_token(const char *name) {
    if (!*name) return false;
    for (const char *p = name; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !strchr("!#$%&'*+-.^_`|~", c)) return false;
    }
    return true;
}

/* No control characters but the tab (RFC 9110, 5.5): what reads them as the end of a line, before
 * or behind this server, would see another request. */
static bool is_value(const char *value) {
    for (const char *p = value; *p; p++)
        if (((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f) return false;
    return true;
}

/* A name or an address, with a port (RFC 9110, 7.2; RFC 3986, 3.2.2). */
static bool is_host(const char *value) {
    for (const char *p = value; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && !strchr("-._~%!$&'()*+,;=:[]", c)) return false;
    }
    return true;
}

static enum MHD_Result look_at_header(void *user, enum MHD_ValueKind kind, const char *name,
                                      const char *value) {
    (void)kind;
    struct framing *framing = user;
    if (!value || name != framing->end + 2) framing->hidden = true;
    framing->end = value ? value + strlen(value) : name;
    if (!is_token(name)) framing->bad_name = true;
    if (value && !is_value(value)) framing->bad_value = true;
    if (strcasecmp(name, "Host") == 0) {
        framing->hosts++;
        framing->bad_host = framing->bad_host || !value || !is_host(value);
    }
    if (strcasecmp(name, "Content-Length") == 0) {
        framing->lengths++;
        if (!value || strcmp(value, "0") != 0) framing->has_body = true;
    }
    if (strcasecmp(name, "Transfer-Encoding") == 0) framing->encodings++;
    return MHD_YES;
}

/* NULL when the request is well framed; otherwise a sentence.
 *
 * The library reads a head where it came in: lines follow each other in its memory, and it writes
 * two NULs over each line's end. What lies between two lines has not been told: what follows a NUL
 * that a client has sent, a line without a name, a value that goes on in the next line, or a line
 * that ends with LF alone. Another program may read each of these in another way. */
static const char *framing_fault(const struct job *job, const char *version) {
    struct framing framing = {.end = version + strlen(version)};
    mhd.MHD_get_connection_values(job->connection, MHD_HEADER_KIND, look_at_header, &framing);
    if (version != job->target_end + 1 || framing.hidden || framing.end[1] || framing.end[2] ||
        framing.end[3])
        return "The request has a NUL, or a line that does not end as it should";
    if (framing.bad_name) return "A header name has a character that is not allowed";
    if (framing.bad_value) return "A header has a control character";
    if (framing.bad_host) return "The Host is neither a name nor an address";
    if (framing.hosts > 1) return "The request has more than one Host";
    if (framing.lengths > 1) return "The request has more than one Content-Length";
    if (framing.lengths && framing.encodings)
        return "The request has both Content-Length and Transfer-Encoding";
    if (framing.has_body || framing.encodings) return "A request for a page has no body";
    return NULL;
}

/* --- answering ------------------------------------------------------------------------------ */

static struct http_response begin_response(struct arena *arena) {
    return (struct http_response){
        .status = 200, .type = "text/html; charset=utf-8", .body = buf_new(arena)};
}

static enum MHD_Result refuse(struct http_server *server, struct job *job, int status,
                              const char *sentence) {
    struct http_response response = begin_response(job->arena);
    struct reply reply;
    response.status = status;
    server->site.refuse(job->target, status, sentence, &response, server->site.user);
    if (!reply_make(&response, &reply)) return MHD_NO;
    enum MHD_Result result = reply_send(&reply, job->connection, &job->status, &job->bytes);
    connection_sends(job->open, job->bytes);
    reply_release(&reply);
    return result;
}

/* Makes an answer, remembers it, and lets the connection go on. Without an answer (there was no
 * memory) the library asks again, and on_request ends it. */
static void make(struct task *task, void *user) {
    struct http_server *server = user;
    struct job *job = (struct job *)(void *)task;
    struct MHD_Connection *connection = job->connection;
    struct http_response response = begin_response(job->arena);
    enum MHD_Result result;
    struct reply reply;
    /* Others may have asked for the same, and it has been made since. */
    bool sent =
        replies_send(server->replies, job->target, connection, &job->status, &job->bytes, &result);
    if (!sent) {
        uint64_t generation = replies_generation(server->replies);
        server->site.answer(&job->request, &response, server->site.user);
        if (reply_make(&response, &reply)) {
            reply_send(&reply, connection, &job->status, &job->bytes);
            if (response.keep && response.status == 200)
                replies_keep(server->replies, job->target, generation, &reply);
            else
                reply_release(&reply);
        }
    }
    connection_sends(job->open, job->bytes);
    mhd.MHD_resume_connection(connection);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **context) {
    (void)url, (void)upload, (void)upload_size;
    struct http_server *server = user;
    struct job *job = *context;
    /* on_target has made it; a maker could not; or it is one too many, and shut down. */
    if (!job || job->given || !job->open) return MHD_NO;
    struct err err = {0};
    enum MHD_Result result;
    if (!job->connection) { /* the head has come; what is refused now has its body unread */
        job->connection = connection;
        connection_waits(job->open);
        atomic_fetch_add(&server->going_on, 1);
        job->method = arena_string(job->arena, method);
        job->request = (struct http_request){.arena = job->arena, .server = server};
        const char *fault = framing_fault(job, version);
        if (fault) return refuse(server, job, 400, fault);
        if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
            return refuse(server, job, 405, "Only GET and HEAD are answered here");
        return MHD_YES; /* an answer now would end the connection, and what was sent after this */
    }
    if (replies_send(server->replies, job->target, connection, &job->status, &job->bytes,
                     &result)) {
        connection_sends(job->open, job->bytes);
        return result;
    }
    if (!target_read(job->arena, job->target, &job->request.target, &err))
        return refuse(server, job, err.code == ERR_TOO_LARGE ? 414 : 400, err.message);
    job->given = true;
    mhd.MHD_suspend_connection(connection);
    if (workers_give(server->makers, &job->task)) return MHD_YES;
    result = refuse(server, job, 503, "The server is about to stop");
    mhd.MHD_resume_connection(connection);
    return result;
}

/* --- the life of a request ------------------------------------------------------------------ */

static void on_connection(void *user, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what) {
    struct http_server *server = user;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        int socket = info->connect_fd;
        info = mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        *context = connections_begin(server->connections, socket, info->client_addr);
    } else {
        connections_end(server->connections, *context);
        *context = NULL;
    }
}

static void *on_target(void *user, const char *target, struct MHD_Connection *connection) {
    (void)user;
    struct job *job = heap_new(1, sizeof *job);
    job->open =
        mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    job->arena = arena_new();
    job->target = arena_string(job->arena, target);
    job->target_end = target + strlen(target);
    clock_gettime(CLOCK_MONOTONIC, &job->began);
    return job;
}

static void log_text(struct buf *line, const char *text) {
    size_t shown = 0;
    for (const char *p = text; *p && shown < 200; p++, shown++) {
        unsigned char c = (unsigned char)*p;
        if (c > ' ' && c < 0x7f && c != '"' && c != '\\')
            buf_putc(line, *p);
        else
            buf_printf(line, "\\x%02x", c);
    }
}

static void log_client(struct buf *line, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        mhd.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "-";
    if (info && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr,
                  text, sizeof text);
    else if (info && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6,
                  &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, text,
                  sizeof text);
    buf_puts(line, text);
}

static void on_completed(void *user, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode why) {
    (void)why;
    struct http_server *server = user;
    struct job *job = *context;
    if (!job) return;
    struct timespec now, wall;
    clock_gettime(CLOCK_MONOTONIC, &now);
    clock_gettime(CLOCK_REALTIME, &wall);
    struct tm utc;
    gmtime_r(&wall.tv_sec, &utc);
    char time_text[32];
    strftime(time_text, sizeof time_text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    double ms = (double)(now.tv_sec - job->began.tv_sec) * 1e3 +
                (double)(now.tv_nsec - job->began.tv_nsec) / 1e6;
    metrics_add(&server->metrics, job->status, job->bytes, ms);
    struct buf line = buf_new(job->arena);
    buf_printf(&line, "%s ", time_text);
    log_client(&line, connection);
    buf_putc(&line, ' ');
    log_text(&line, job->method ? job->method : "-");
    buf_putc(&line, ' ');
    log_text(&line, job->target);
    buf_printf(&line, " %d %zu %.1fms\n", job->status, job->bytes, ms);
    fwrite(line.text, 1, line.length, stderr);
    if (job->connection) atomic_fetch_sub(&server->going_on, 1);
    connection_reads(job->open);
    arena_free(job->arena);
    free(job);
    *context = NULL;
}

/* Paths are compared as sent: '%2e%2e' or '%00' is just a page that there is not. */
static size_t leave_escapes(void *user, struct MHD_Connection *connection, char *text) {
    (void)user, (void)connection;
    return strlen(text);
}

/* --- starting and stopping ------------------------------------------------------------------ */

static bool socket_address(const char *host, uint16_t port, struct sockaddr_storage *out) {
    memset(out, 0, sizeof *out);
    struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
    if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return true;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;
    if (inet_pton(AF_INET6, host, &v6->sin6_addr) != 1) return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    return true;
}

/* The library's own complaints are about clients; one line each is enough. */
static void on_complaint(void *user, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static void on_complaint(void *user, const char *format, va_list args) {
    (void)user;
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\r\n")] = '\0';
    fprintf(stderr, "http: %s\n", text);
}

struct http_server *http_start(const char *host, uint16_t port, const struct http_site *site,
                               struct err *err) {
    if (!mhd_need(err)) return NULL;
    struct sockaddr_storage address;
    if (!socket_address(host, port, &address)) {
        err_set(err, ERR_USAGE, "'%s' is not an IP address to listen on", host);
        return NULL;
    }
    struct http_server *server = heap_new(1, sizeof *server);
    *server = (struct http_server){.site = *site, .replies = replies_new(REMEMBERED_BYTES)};
    unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
    if (address.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    unsigned patience = site->patience_seconds ? site->patience_seconds : PATIENCE_SECONDS;
    server->makers = workers_new(MAKERS, make, server);
    server->connections = connections_new(patience, CONNECTIONS_A_CLIENT);
    if (server->makers && server->connections)
        server->daemon = mhd.MHD_start_daemon(
            flags, port, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, on_complaint,
            NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)(void *)&address,
            MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES,
            MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, patience,
            MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_THREAD_POOL_SIZE,
            THREADS, MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL, MHD_OPTION_URI_LOG_CALLBACK,
            on_target, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_END);
    if (!server->daemon) {
        workers_free(server->makers);
        connections_free(server->connections);
        err_set(err, ERR_IO, "cannot listen on %s port %u", host, (unsigned)port);
        err_hint(err, "Another program may have it: give another one, such as --listen %s:%u.",
                 host, port < 65535 ? port + 1u : 8000u);
        replies_free(server->replies);
        free(server);
        return NULL;
    }
    const union MHD_DaemonInfo *info =
        mhd.MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    server->port = info ? info->port : port;
    return server;
}

uint16_t http_port(const struct http_server *server) {
    return server->port;
}

void http_stop(struct http_server *server) {
    if (!server) return;
    MHD_socket listening = mhd.MHD_quiesce_daemon(server->daemon);
    workers_end(server->makers);
    const struct timespec moment = {.tv_nsec = 10000000};
    for (int i = 0; i < LAST_ANSWERS_SECONDS * 100 && atomic_load(&server->going_on); i++)
        nanosleep(&moment, NULL);
    mhd.MHD_stop_daemon(server->daemon);
    if (listening != MHD_INVALID_SOCKET) close(listening);
    workers_free(server->makers);
    connections_free(server->connections);
    replies_free(server->replies);
    free(server);
}

void http_forget(struct http_server *server) {
    if (server) replies_clear(server->replies);
}

void http_metrics(struct http_server *server, struct buf *out) {
    size_t count, bytes;
    uint64_t answered;
    metrics_write(&server->metrics, out);
    connections_metrics(server->connections, out);
    replies_counts(server->replies, &count, &bytes, &answered);
    metrics_one(out, "weft_remembered_answers", "gauge", "Answers remembered", (double)count);
    metrics_one(out, "weft_remembered_bytes", "gauge", "Bytes of answers remembered",
                (double)bytes);
    metrics_one(out, "weft_remembered_hits_total", "counter",
                "Requests answered from those remembered", (double)answered);
}

bool http_address_parse(const char *text, struct arena *arena, const char **host, uint16_t *port,
                        struct err *err) {
    struct str whole = str_of(text), address = str_of("127.0.0.1"), number = whole;
    const char *colon = strrchr(text, ':');
    if (colon) {
        address = (struct str){text, (size_t)(colon - text)};
        number = str_of(colon + 1);
        if (address.n > 2 && address.p[0] == '[' && address.p[address.n - 1] == ']')
            address = (struct str){address.p + 1, address.n - 2};
    }
    double value;
    if (!number_parse(number, &value) || value < 0 || value > 65535 ||
        value != (double)(unsigned)value)
        return err_set(err, ERR_USAGE, "'%s' is not an address such as 127.0.0.1:8000", text);
    char *copy = arena_copy(arena, address.p, address.n);
    struct sockaddr_storage unused;
    if (!socket_address(copy, 0, &unused))
        return err_set(err, ERR_USAGE, "'%s' is not an IP address to listen on", copy);
    *host = copy;
    *port = (uint16_t)value;
    return true;
}
