/* Opens shared libraries; see library.h.
 *
 * SPDX-License-Identifier: MIT */
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static bool fill(struct library *library, struct err *err) {
    void *opened = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    if (!opened) {
        err_set(err, ERR_IO, "this needs %s, which cannot be opened: %s", library->file, dlerror());
        return err_hint(err, "`./run` installs what Weft needs.");
    }
    for (size_t i = 0; i < library->count; i++) {
        void *found = dlsym(opened, library->names[i]); /* in what it stands on, too */
        if (!found)
            return err_set(err, ERR_IO,
                           "%s has no %s: it is not the version that Weft was built for",
                           library->file, library->names[i]);
        memcpy((char *)library->pointers + i * sizeof found, &found, sizeof found);
    }
    return true;
}

bool library_need(struct library *library, struct err *err) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    if (__atomic_load_n(&library->ready, __ATOMIC_ACQUIRE)) return true;
    pthread_mutex_lock(&lock);
    bool ok = library->ready || fill(library, err);
    __atomic_store_n(&library->ready, ok, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&lock);
    return ok;
}
