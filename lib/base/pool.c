/* pool: an ordered pool of workers. */
#include "base/base.h"

#include <pthread.h>
#include <stdlib.h>

/* A ring of jobs: taken <= done <= begun <= put, each a count since the start. */
struct pool {
    unsigned threads;
    void (*work)(void *, unsigned);
    pthread_t *thread;
    pthread_mutex_t lock;
    pthread_cond_t work_there, work_done;
    void **job;
    bool *done;
    size_t cap; /* of the ring */
    size_t taken, begun, put;
    bool ending;
    unsigned born;
};

/* Does the next job that nobody has begun; the lock is held. */
static void
do_next(pool *p, unsigned self)
{
    size_t at = p->begun++;
    void *job = p->job[at % p->cap];

    pthread_mutex_unlock(&p->lock);
    p->work(job, self);
    pthread_mutex_lock(&p->lock);
    p->done[at % p->cap] = true;
    if (at == p->taken)
        pthread_cond_signal(&p->work_done);
}

static void *
run(void *arg)
{
    pool *p = arg;

    pthread_mutex_lock(&p->lock);
    unsigned self = p->born++;
    for (;;) {
        while (p->begun == p->put && !p->ending)
            pthread_cond_wait(&p->work_there, &p->lock);
        if (p->begun == p->put)
            break;
        do_next(p, self);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

pool *
pool_new(unsigned threads, void (*work)(void *job, unsigned worker), error *e)
{
    pool *p = mem_alloc(1, sizeof *p);

    p->threads = threads < 1 ? 1 : threads;
    p->work = work;
    p->cap = 8 * (size_t)p->threads;
    p->job = mem_alloc(p->cap, sizeof *p->job);
    p->done = mem_alloc(p->cap, sizeof *p->done);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work_there, NULL);
    pthread_cond_init(&p->work_done, NULL);
    if (p->threads == 1)
        return p;
    p->thread = mem_alloc(p->threads, sizeof *p->thread);
    for (unsigned i = 0; i + 1 < p->threads; i++) { /* the caller is the last one */
        int r = pthread_create(&p->thread[i], NULL, run, p);
        if (r != 0) {
            p->threads = i + 1;
            pool_free(p);
            error_set(e, "cannot start a thread: %s", strerror(r));
            return NULL;
        }
    }
    return p;
}

void
pool_put(pool *p, void *job)
{
    if (p->thread == NULL)
        p->work(job, 0);
    pthread_mutex_lock(&p->lock);
    if (p->put - p->taken == p->cap) { /* the ring is full: a wider one */
        size_t cap = p->cap * 2;
        void **j = mem_alloc(cap, sizeof *j);
        bool *d = mem_alloc(cap, sizeof *d);
        for (size_t i = p->taken; i < p->put; i++) {
            j[i % cap] = p->job[i % p->cap];
            d[i % cap] = p->done[i % p->cap];
        }
        free(p->job);
        free(p->done);
        p->job = j;
        p->done = d;
        p->cap = cap;
    }
    p->job[p->put % p->cap] = job;
    p->done[p->put % p->cap] = p->thread == NULL;
    p->put++;
    pthread_cond_signal(&p->work_there);
    pthread_mutex_unlock(&p->lock);
}

size_t
pool_held(const pool *p)
{
    return p->put - p->taken; /* both move only in the caller's thread */
}

void *
pool_take(pool *p)
{
    void *job;

    if (p->put == p->taken)
        return NULL;
    pthread_mutex_lock(&p->lock);
    while (!p->done[p->taken % p->cap]) {
        if (p->begun < p->put) /* work rather than wait */
            do_next(p, p->threads - 1);
        else
            pthread_cond_wait(&p->work_done, &p->lock);
    }
    job = p->job[p->taken % p->cap];
    p->done[p->taken % p->cap] = false;
    p->taken++;
    pthread_mutex_unlock(&p->lock);
    return job;
}

void
pool_free(pool *p)
{
    if (p == NULL)
        return;
    if (p->thread != NULL) {
        pthread_mutex_lock(&p->lock);
        p->ending = true;
        pthread_cond_broadcast(&p->work_there);
        pthread_mutex_unlock(&p->lock);
        for (unsigned i = 0; i + 1 < p->threads; i++)
            pthread_join(p->thread[i], NULL);
        free(p->thread);
    }
    pthread_cond_destroy(&p->work_there);
    pthread_cond_destroy(&p->work_done);
    pthread_mutex_destroy(&p->lock);
    free(p->job);
    free(p->done);
    free(p);
}
