/* Copies a package into memory; see copy.h.
 *
 * SPDX-License-Identifier: MIT */
#include "copy.h"

sqlite3 *store_copy(sqlite3 *from, struct err *err) {
    sqlite3 *to = NULL;
    bool ok = sqlite3_open_v2(":memory:", &to,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
                              NULL) == SQLITE_OK;
    sqlite3_backup *backup = ok ? sqlite3_backup_init(to, "main", from, "main") : NULL;
    if (backup) {
        ok = sqlite3_backup_step(backup, -1) == SQLITE_DONE;
        ok = sqlite3_backup_finish(backup) == SQLITE_OK && ok;
    }
    if (ok && backup) return to;
    err_set(err, ERR_IO, "the package cannot be copied: %s", to ? sqlite3_errmsg(to) : "no memory");
    sqlite3_close(to);
    return NULL;
}
