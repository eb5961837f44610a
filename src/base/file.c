/* Files, read and written whole; see file.h.
 *
 * SPDX-License-Identifier: MIT */
#include "file.h"

#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refused(const char *path, struct err *err) {
    return err_set(err,
                   errno == ENOENT   ? ERR_NOT_FOUND
                   : errno == EEXIST ? ERR_EXISTS
                                     : ERR_IO,
                   "%s: %s", path, strerror(errno));
}

static bool read_all(int fd, char *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t n = read(fd, bytes + done, length - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        if (n == 0) {
            errno = EIO; /* it shrank while it was read */
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

bool file_read(struct arena *arena, const char *path, size_t limit, char **bytes, size_t *length,
               struct err *err) {
    /* O_NONBLOCK: a named pipe must not make us wait. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return refused(path, err);
    struct stat st;
    bool ok = fstat(fd, &st) == 0;
    if (!ok) {
        refused(path, err);
    } else if (!S_ISREG(st.st_mode)) {
        ok = err_set(err, ERR_IO, "%s is not a file", path);
    } else if ((uintmax_t)st.st_size > limit) {
        ok = err_set(err, ERR_TOO_LARGE, "%s has more than %zu bytes", path, limit);
    } else {
        *length = (size_t)st.st_size;
        *bytes = arena_alloc(arena, *length + 1, 1);
        ok = read_all(fd, *bytes, *length);
        if (!ok) refused(path, err);
    }
    close(fd);
    return ok;
}

static bool write_all(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.p += n;
        bytes.n -= (size_t)n;
    }
    return fsync(fd) == 0;
}

bool file_write(const char *path, struct str bytes, struct err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return refused(path, err);
    bool ok = write_all(fd, bytes);
    if (!ok) refused(path, err);
    if (close(fd) != 0 && ok) ok = refused(path, err);
    if (!ok) unlink(path);
    return ok;
}

bool file_replace(const char *path, struct str bytes, struct err *err) {
    char other[LIMIT_PATH_BYTES];
    int n = snprintf(other, sizeof other, "%s.%ld.part", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof other)
        return err_set(err, ERR_TOO_LARGE, "the name %.60s... is too long", path);
    if (!file_write(other, bytes, err)) return false;
    if (rename(other, path) == 0) return true;
    refused(path, err);
    unlink(other);
    return false;
}

bool file_sync(const char *path, struct err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refused(path, err);
    bool ok = fsync(fd) == 0;
    if (!ok) refused(path, err);
    close(fd);
    return ok;
}
