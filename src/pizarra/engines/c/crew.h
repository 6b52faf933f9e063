/* Threads that make the steps of one training together. They meet after every part of a step: until all are there, none
 * goes on. Where the compiler has no POSIX threads, one thread does everything. */

#if VECTORS && (defined(__unix__) || defined(__APPLE__))
#define THREADS 1
#include <pthread.h>
#include <sched.h>
#else
#define THREADS 0
#endif

#define MOST_THREADS 16

typedef struct {
    Job *job;
    void (*work)(Job *, int);
    int place;
} Member;

#if THREADS
#if defined(__x86_64__) || defined(__i386__)
#define PAUSE __builtin_ia32_pause()
#else
#define PAUSE ((void)0)
#endif

/* They wait by spinning, because a part takes some microseconds; after a while the processor is left to others. */
static void meet(Job *job)
{
    if (job->threads == 1)
        return;
    int round = __atomic_load_n(&job->round, __ATOMIC_ACQUIRE);
    if (__atomic_add_fetch(&job->arrived, 1, __ATOMIC_ACQ_REL) == job->threads) {
        __atomic_store_n(&job->arrived, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&job->round, round + 1, __ATOMIC_RELEASE);
        return;
    }
    for (int k = 0; __atomic_load_n(&job->round, __ATOMIC_ACQUIRE) == round; k++)
        if (k < 2000)
            PAUSE;
        else
            sched_yield();
}

/* The processor of this thread, and keeping a new one off it: a system that finds none idle, perhaps because a library's
 * threads spin there, starts a thread beside its maker, and may take a tenth of a second to move it. It is said before the
 * thread is made: one that moves itself must first have had its turn there. */
#if defined(__linux__) && defined(CPU_SETSIZE)
static int processor(void)
{
    return sched_getcpu();
}

static void keep_off(pthread_attr_t *how, int processor)
{
    cpu_set_t allowed;
    if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return;
    CPU_CLR(processor, &allowed);
    if (CPU_COUNT(&allowed) > 0)
        pthread_attr_setaffinity_np(how, sizeof allowed, &allowed); /* where this is not allowed, nothing is lost */
}
#else
static int processor(void)
{
    return -1;
}

static void keep_off(pthread_attr_t *how, int processor)
{
    (void)how, (void)processor;
}
#endif

/* The number of the next piece of work that no thread has taken. */
static Py_ssize_t next(Job *job)
{
    return __atomic_fetch_add(&job->arrived, 1, __ATOMIC_RELAXED);
}

static void *join_in(void *given)
{
    Member *member = given;
    while (!__atomic_load_n(&member->job->started, __ATOMIC_ACQUIRE))
        sched_yield();
    if (member->place < member->job->threads)
        member->work(member->job, member->place);
    return NULL;
}

/* Have the job's work done by as many threads as it asks for, or as can be had. */
static void share_out(Job *job, void (*work)(Job *, int))
{
    pthread_t threads[MOST_THREADS];
    Member members[MOST_THREADS];
    int have = 1;
    pthread_attr_t how;
    if (pthread_attr_init(&how) == 0) {
        keep_off(&how, processor());
        for (; have < job->threads && have < MOST_THREADS; have++) {
            members[have] = (Member){job, work, have};
            if (pthread_create(threads + have, &how, join_in, members + have) != 0)
                break;
        }
        pthread_attr_destroy(&how);
    }
    job->threads = have;
    __atomic_store_n(&job->started, 1, __ATOMIC_RELEASE);
    work(job, 0);
    for (int k = 1; k < have; k++)
        pthread_join(threads[k], NULL);
}
#else
static Py_ssize_t next(Job *job)
{
    return job->arrived++;
}

static void meet(Job *job)
{
    (void)job;
}

static void share_out(Job *job, void (*work)(Job *, int))
{
    job->threads = 1;
    work(job, 0);
}
#endif

/* Where the part of a thread begins, of so many things that are shared out; that of the next one is its end. */
static Py_ssize_t part(const Job *job, Py_ssize_t all, int place)
{
    return all * place / job->threads;
}

/* How many of these threads have enough to do: a step should take much longer than to meet in it, also where the processors
 * are shared with others, and what one thread wrote has to be fetched by the next. */
static int useful(const Job *job, int threads)
{
    double products = 0;
    Py_ssize_t most = job->depth > 1 && !job->by_samples ? 0 : CHUNKS;
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        products += (double)(l->n * l->m) * (double)job->batch;
        Py_ssize_t panels = (l->ld + job->broad - 1) / job->broad;
        if (k < job->depth - 1 && panels > most)
            most = panels;
    }
    most = products / 2e6 < (double)most ? (Py_ssize_t)(products / 2e6) : most;
    most = most < MOST_THREADS ? most : MOST_THREADS;
    most = most < threads ? most : threads;
    return job->plain || most < 1 ? 1 : (int)most;
}

/* The same for a forward pass, whose threads share out the samples and never meet: but each of them has to be made first. */
static int useful_forward(const Job *job, int threads)
{
    double products = 0;
    for (int k = 0; k < job->depth; k++)
        products += (double)(job->layers[k].n * job->layers[k].m) * (double)job->samples;
    double most = fmin(fmin(products / 1e7, (double)job->samples / 12), fmin(MOST_THREADS, threads));
    return most < 1 ? 1 : (int)most;
}
