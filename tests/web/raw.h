/* Raw requests to a server, for tests: what goes out is exactly what is written here.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define RAW_BYTES ((size_t)1 << 20)

/* Connects to 127.0.0.1 from 127.0.0.client and sends length bytes; what is read there waits two
 * seconds at most. -1: nobody listens. */
static inline int raw_open_from(uint8_t client, uint16_t port, const char *bytes, size_t length) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {.tv_sec = 2};
    if (fd < 0) abort();
    const struct sockaddr_in from = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(0x7f000000u | client)};
    if (bind(fd, (const struct sockaddr *)(const void *)&from, sizeof from) != 0) abort();
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)(void *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    for (size_t sent = 0; sent < length;) {
        ssize_t n = send(fd, bytes + sent, length - sent, MSG_NOSIGNAL);
        if (n <= 0) break;
        sent += (size_t)n;
    }
    return fd;
}

static inline int raw_open(uint16_t port, const char *bytes, size_t length) {
    return raw_open_from(1, port, bytes, length);
}

/* Reads until the server closes or nothing comes, and closes. The answer ends with NUL; "" when
 * there is none. Free it. */
static inline char *raw_read(int fd) {
    char *answer = calloc(RAW_BYTES, 1);
    if (!answer) abort();
    size_t got = 0;
    for (ssize_t n; fd >= 0 && got < RAW_BYTES - 1; got += (size_t)n) {
        n = recv(fd, answer + got, RAW_BYTES - 1 - got, 0);
        if (n <= 0) break;
    }
    if (fd >= 0) close(fd);
    return answer;
}

static inline char *raw_send(uint16_t port, const char *bytes, size_t length) {
    return raw_read(raw_open(port, bytes, length));
}

/* A whole request head; 'Connection: close' is put in, so that the answer ends at once. */
static inline char *raw_request(uint16_t port, const char *line, const char *headers) {
    static char bytes[256 * 1024];
    int n = snprintf(bytes, sizeof bytes, "%s HTTP/1.1\r\n%sConnection: close\r\n\r\n", line,
                     headers ? headers : "Host: localhost\r\n");
    return raw_send(port, bytes, (size_t)n);
}

/* The status of an answer; 0: there is none. */
static inline int raw_status(const char *answer) {
    return strncmp(answer, "HTTP/1.", 7) == 0 && strlen(answer) > 12 ? atoi(answer + 9) : 0;
}
