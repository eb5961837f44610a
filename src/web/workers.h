/* Threads that make what takes longer than a moment, so that those that read requests and send
 * answers never wait for it.
 *
 * SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>

/* Stands first in what is to be done; the caller's until it is done. */
struct task {
    struct task *next;
};

struct workers;

/* Does each task once, in one of the threads. NULL when no thread can be started. */
struct workers *workers_new(unsigned threads, void (*run)(struct task *task, void *user),
                            void *user);

/* False when they are ending: nobody will do it. */
bool workers_give(struct workers *workers, struct task *task);

/* Does what was given, takes nothing any more, and returns when all is done. */
void workers_end(struct workers *workers);
void workers_free(struct workers *workers); /* ends them before; NULL is allowed */
