/* A queue and the threads that empty it; see workers.h.
 *
 * SPDX-License-Identifier: MIT */
#include "workers.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdlib.h>

struct workers {
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t given;
    struct task *first, **last; /* where the next one is put */
    bool ending;
    void (*run)(struct task *task, void *user);
    void *user;
    unsigned count;
    pthread_t threads[];
};

static void *work(void *user) {
    struct workers *workers = user;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        struct task *task = workers->first;
        if (!task && workers->ending) break;
        if (!task) {
            pthread_cond_wait(&workers->given, &workers->lock);
            continue;
        }
        workers->first = task->next;
        if (!workers->first) workers->last = &workers->first;
        pthread_mutex_unlock(&workers->lock);
        workers->run(task, workers->user); /* may free it */
        pthread_mutex_lock(&workers->lock);
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

struct workers *workers_new(unsigned threads, void (*run)(struct task *task, void *user),
                            void *user) {
    struct workers *workers = heap_new(1, sizeof *workers + threads * sizeof workers->threads[0]);
    workers->run = run;
    workers->user = user;
    workers->last = &workers->first;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->given, NULL);
    while (workers->count < threads &&
           pthread_create(&workers->threads[workers->count], NULL, work, workers) == 0)
        workers->count++;
    if (workers->count) return workers;
    workers_free(workers);
    return NULL;
}

bool workers_give(struct workers *workers, struct task *task) {
    pthread_mutex_lock(&workers->lock);
    bool taken = !workers->ending;
    if (taken) {
        task->next = NULL;
        *workers->last = task;
        workers->last = &task->next;
        pthread_cond_signal(&workers->given);
    }
    pthread_mutex_unlock(&workers->lock);
    return taken;
}

void workers_end(struct workers *workers) {
    pthread_mutex_lock(&workers->lock);
    workers->ending = true;
    pthread_cond_broadcast(&workers->given);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->count; i++) pthread_join(workers->threads[i], NULL);
    workers->count = 0;
}

void workers_free(struct workers *workers) {
    if (!workers) return;
    workers_end(workers);
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->given);
    free(workers);
}
