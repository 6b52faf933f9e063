/* The arithmetic of numbers.h for each instruction set, and the one that this machine takes. */

#if defined(__GNUC__) && !defined(PIZARRA_NO_VECTORS)
#define VECTORS 1
#define ALWAYS __attribute__((always_inline))
#define APART __attribute__((noinline))
#define PREFETCH(p) __builtin_prefetch((p), 0, 2)
#else
#define VECTORS 0
#define ALWAYS
#define APART
#define PREFETCH(p) ((void)(p))
#endif
#if defined(_MSC_VER)
#define restrict __restrict
#endif
#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)
#define N(name) JOIN(name, KIND, SET)

#include "crew.h"

#define SET base
#define TARGET
#define BYTES 16
#include "numbers.h"

#if VECTORS && defined(__x86_64__)
#define DISPATCH 1
#define SET avx2
#define TARGET __attribute__((target("avx2,fma,bmi2")))
#define BYTES 32
#include "numbers.h"
#define SET avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi2")))
#define BYTES 64
#include "numbers.h"
#else
#define DISPATCH 0
#endif

/* ---- instruction sets ---- */

typedef struct {
    const char *name;
    int bytes; /* of a vector; 0 without */
    void (*train[2])(Job *);
    void (*forward[2])(Job *);
    void (*activate[2])(void *, const void *, void *, Py_ssize_t, Py_ssize_t, int, double);
    double (*output[2])(void *, const void *, const void *, void *, void *, Py_ssize_t, Py_ssize_t, int, double, int, double);
    void (*pull[2])(void *, const void *, void *, void *, Py_ssize_t, Py_ssize_t, int, double);
    double (*squares[2])(const void *, Py_ssize_t);
    void (*penalise[2])(const Rule *, const void *, void *, Py_ssize_t);
    void (*shrink[2])(void *, Py_ssize_t, double);
    void (*move[2])(const Rule *, void *, void *, void *const *, Py_ssize_t, double, double);
} Set;

#define BOTH(name, set) {name##_f8_##set, name##_f4_##set}
#define SET_OF(set, bytes)                                                                                   \
    {                                                                                                        \
        #set, bytes, BOTH(train, set), BOTH(forward_all, set), BOTH(activate_rows, set), BOTH(output_rows, set), \
            BOTH(pull_rows, set), BOTH(squares, set), BOTH(penalise, set), BOTH(shrink, set), BOTH(move, set)                      \
    }

static const Set SETS[] = {
    SET_OF(base, VECTORS ? 16 : 0),
#if DISPATCH
    SET_OF(avx2, 32),
    SET_OF(avx512, 64),
#endif
};
static int best, forced = -1; /* places in SETS */

static void find_best(void)
{
#if DISPATCH
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
        best = 1;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
            best = 2;
    }
#endif
}

static const Set *in_use(void)
{
    return SETS + (forced < 0 ? best : forced);
}

/* For a job whose layers are all narrow: the shorter vectors that hold them divide sooner. */
static const Set *set_for(Py_ssize_t widest, size_t item)
{
    int choice = forced < 0 ? best : forced;
    while (DISPATCH && forced < 0 && choice > 1 && widest * (Py_ssize_t)item <= SETS[choice - 1].bytes)
        choice--;
    return SETS + choice;
}
