/* The fast kernel of training: whole epochs of small networks, and the element-wise work between the matrix products of
 * large ones. The layers, losses and optimisers in Python say what is computed; the tests hold every piece of this file
 * against them, and without this file training takes the same steps, only slower.
 *
 * Everything here is exact C11. Where GCC or Clang compile for x86-64, the arithmetic of kernel.h stands here for three
 * instruction sets, and the machine's best is taken when the module is loaded; elsewhere for one. Arrays arrive through
 * the buffer protocol, so NumPy's headers are not needed; every array is checked before the first number is read. */

#ifndef Py_LIMITED_API
#ifndef Py_GIL_DISABLED /* free-threaded Python has no stable interface yet */
#define Py_LIMITED_API 0x030B0000
#endif
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX, ACTIVATIONS };
enum { SQUARED_ERROR, CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY, BINARY_CROSS_ENTROPY, BINARY_CROSS_ENTROPY_LOGITS, LOSSES };
enum { SGD, ADAM, ADAMW, RULES };
enum { TOTAL, NORMS, STEPS, FIRST, LAST, REPORT }; /* what `train` reports, by place */

static const char *const ACTIVATION_NAMES[] = {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "softmax"};
static const char *const LOSS_NAMES[] = {"squared_error", "cross_entropy", "softmax_cross_entropy",
                                         "binary_cross_entropy", "binary_cross_entropy_logits"};
static const char *const RULE_NAMES[] = {"sgd", "adam", "adamw"};

typedef struct { /* how gradients move parameters */
    int kind;
    double first, second, third; /* momentum, dampening; or beta1, beta2, epsilon */
    double decay, l1, l2, clip;
    int flag; /* nesterov; or amsgrad */
} Rule;

typedef struct { /* a linear layer and the activation after it */
    Py_ssize_t n, m, ld; /* inputs, outputs, and how long a row of W is kept: a multiple of the lanes */
    int activation;
    double slope;
    void *W, *b, *kept_W[3], *kept_b[3];                     /* padded copies, or the caller's where m is ld */
    void *own_W, *own_b, *own_kept_W[3], *own_kept_b[3];     /* the caller's */
    void *T;                                                 /* W transposed, where W is small */
    void *gW, *gb;                                           /* gradients, in a batch */
    void *y, *d;                                             /* outputs and their cotangents, up to four samples */
} Dense;

typedef struct {
    Dense *layers;
    int depth, loss, per_sample, plain;
    double factor, first_step;
    Rule rule;
    const void *x, *t, *x_end, *t_end;
    const int64_t *order;
    Py_ssize_t samples, batch, steps;
    const double *rates;
    double *report;
    char *room;
    size_t used;
} Job;

/* Count a step whose numbers are finite; else say so, and it is not made. */
static inline int tally(Job *job, double loss, double squares, Py_ssize_t count)
{
    double norm = sqrt(squares), *report = job->report;
    if (!isfinite(loss) || !isfinite(norm))
        return 0;
    report[TOTAL] += job->per_sample ? loss * (double)count : loss;
    report[NORMS] += norm;
    if (report[STEPS] == 0)
        report[FIRST] = loss;
    report[LAST] = loss;
    report[STEPS] += 1;
    return 1;
}

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
#define AHEAD 2 /* rows that are asked for before they are copied: in order they would be found by themselves */
#if defined(_MSC_VER)
#define restrict __restrict
#endif
#define JOIN_(a, b, c) a##_##b##_##c
#define JOIN(a, b, c) JOIN_(a, b, c)
#define N(name) JOIN(name, KIND, SET)


#define SET base
#define TARGET
#define BYTES 16
#include "kernel.h"

#if VECTORS && defined(__x86_64__)
#define DISPATCH 1
#define SET avx2
#define TARGET __attribute__((target("avx2,fma,bmi2")))
#define BYTES 32
#include "kernel.h"
#define SET avx512
#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi2")))
#define BYTES 64
#include "kernel.h"
#else
#define DISPATCH 0
#endif

/* ---- instruction sets ---- */

typedef struct {
    const char *name;
    int bytes; /* of a vector; 0 without */
    void (*train[2])(Job *);
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
        #set, bytes, BOTH(train, set), BOTH(activate_rows, set), BOTH(output_rows, set), BOTH(pull_rows, set), \
            BOTH(squares, set), BOTH(penalise, set), BOTH(shrink, set), BOTH(move, set)                      \
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
    while (forced < 0 && choice > 1 && widest * (Py_ssize_t)item <= SETS[choice - 1].bytes)
        choice--;
    return SETS + choice;
}

/* ---- arrays from outside ---- */

typedef struct {
    Py_buffer *views;
    Py_ssize_t used, room;
    char kind; /* 'd' or 'f', once the first array of numbers has said it */
} Arrays;

static int prepare(Arrays *arrays, Py_ssize_t room)
{
    arrays->views = PyMem_Calloc((size_t)room, sizeof(Py_buffer));
    arrays->used = 0, arrays->room = room, arrays->kind = 0;
    if (!arrays->views)
        PyErr_NoMemory();
    return arrays->views != NULL;
}

static void release(Arrays *arrays)
{
    while (arrays->used > 0)
        PyBuffer_Release(arrays->views + --arrays->used);
    PyMem_Free(arrays->views);
    arrays->views = NULL;
}

/* Let go of the arrays, and give None, or NULL where something went wrong. */
static PyObject *finished(Arrays *arrays)
{
    release(arrays);
    if (PyErr_Occurred())
        return NULL;
    Py_RETURN_NONE;
}

/* Take an array of these dimensions (a length below 0: any above 0). `kind` 0 is the type of all others. With 0
 * dimensions it may have any shape, and `first` is how many numbers it has in all. */
static Py_buffer *take(Arrays *arrays, PyObject *object, const char *what, char kind, int writable, int dimensions,
                       Py_ssize_t first, Py_ssize_t second)
{
    Py_buffer *view = arrays->views + arrays->used;
    int flags = PyBUF_FORMAT | PyBUF_C_CONTIGUOUS | (writable ? PyBUF_WRITABLE : 0);
    if (arrays->used >= arrays->room) {
        PyErr_Format(PyExc_ValueError, "kernel: there are too many arrays");
        return NULL;
    }
    if (PyObject_GetBuffer(object, view, flags) < 0) {
        PyErr_Clear();
        PyErr_Format(PyExc_ValueError, "kernel: %s must be a contiguous%s array", what, writable ? ", writable" : "");
        return NULL;
    }
    arrays->used++;
    const char *format = view->format ? view->format : "B";
    char found = format[0] && !format[1] ? format[0] : '?';
    if ((found == 'l' || found == 'q') && view->itemsize == 8)
        found = 'q';
    if (!kind && (found == 'd' || found == 'f') && (!arrays->kind || arrays->kind == found))
        kind = arrays->kind = found;
    if (found != kind) {
        PyErr_Format(PyExc_ValueError, "kernel: %s is of the wrong type, %s", what, format);
        return NULL;
    }
    Py_ssize_t wanted[2] = {first, second};
    int good = dimensions ? view->ndim == dimensions : first < 0 || view->len / view->itemsize == first;
    for (int k = 0; good && k < dimensions; k++)
        good = wanted[k] < 0 ? view->shape[k] > 0 : view->shape[k] == wanted[k];
    if (!good || view->len == 0) {
        PyErr_Format(PyExc_ValueError, "kernel: %s has the wrong shape: %d axes, %zd numbers", what, view->ndim,
                     view->len / view->itemsize);
        return NULL;
    }
    return view;
}

static int known(const char *what, int code, int count)
{
    if (code < 0 || code >= count)
        PyErr_Format(PyExc_ValueError, "kernel: there is no %s %d", what, code);
    return code >= 0 && code < count;
}

static int read_rule(PyObject *given, Rule *rule)
{
    if (!PyArg_ParseTuple(given, "iddddiddd;kernel: a rule is (kind, first, second, third, decay, flag, l1, l2, clip)",
                          &rule->kind, &rule->first, &rule->second, &rule->third, &rule->decay, &rule->flag, &rule->l1,
                          &rule->l2, &rule->clip))
        return 0;
    return known("rule", rule->kind, RULES);
}

/* How many arrays this rule keeps for each parameter. */
static int kept_by(const Rule *rule)
{
    return rule->kind == SGD ? rule->first != 0 : rule->flag ? 3 : 2;
}

static int take_kept(Arrays *arrays, PyObject *given, const Rule *rule, int dimensions, Py_ssize_t n, Py_ssize_t m,
                     void **kept)
{
    int count = kept_by(rule);
    if (!PyTuple_Check(given) || PyTuple_Size(given) != count) {
        PyErr_Format(PyExc_ValueError, "kernel: this rule keeps %d arrays for a parameter", count);
        return 0;
    }
    for (int k = 0; k < count; k++) {
        Py_buffer *view = take(arrays, PyTuple_GetItem(given, k), "what a rule keeps", 0, 1, dimensions, n, m);
        if (!view)
            return 0;
        if (kept)
            kept[k] = view->buf;
    }
    return 1;
}

/* ---- train: many steps ---- */

static void *claim(Job *job, size_t bytes)
{
    void *place = job->room ? job->room + job->used : NULL;
    job->used += (bytes + 63) / 64 * 64;
    return place;
}

/* Say where everything lies: first with no room, to learn how much is needed. */
static void lay_out(Job *job, size_t item)
{
    job->used = 0;
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        size_t row = (size_t)l->ld * item, all = (size_t)l->n * row, samples = job->plain ? 1 : 4;
        int kept = kept_by(&job->rule), copied = l->ld != l->m || (uintptr_t)l->own_W % 64 != 0;
        l->W = copied ? claim(job, all) : l->own_W;
        l->b = copied && l->own_b ? claim(job, row) : l->own_b;
        for (int place = 0; place < kept; place++) {
            l->kept_W[place] = copied ? claim(job, all) : l->own_kept_W[place];
            l->kept_b[place] = copied && l->own_b ? claim(job, row) : l->own_kept_b[place];
        }
        l->gW = job->plain ? NULL : claim(job, all);
        l->gb = job->plain || !l->own_b ? NULL : claim(job, row);
        l->T = k > 0 && l->n * l->m <= 4096 ? claim(job, (size_t)(l->m * (l - 1)->ld) * item) : NULL;
        l->y = claim(job, samples * row);
        l->d = claim(job, samples * row);
    }
}

static void copy_rows(char *to, Py_ssize_t to_ld, const char *from, Py_ssize_t from_ld, Py_ssize_t n, Py_ssize_t m,
                      size_t item)
{
    for (Py_ssize_t i = 0; to && to != from && i < n; i++)
        memcpy(to + (size_t)(i * to_ld) * item, from + (size_t)(i * from_ld) * item, (size_t)m * item);
}

/* Copy what has padded rows in before the first step, and out after the last. */
static void exchange(Job *job, size_t item, int in)
{
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        for (int place = -1; place < kept_by(&job->rule); place++) {
            void *W = place < 0 ? l->W : l->kept_W[place], *own_W = place < 0 ? l->own_W : l->own_kept_W[place];
            void *b = place < 0 ? l->b : l->kept_b[place], *own_b = place < 0 ? l->own_b : l->own_kept_b[place];
            if (in) {
                copy_rows(W, l->ld, own_W, l->m, l->n, l->m, item);
                copy_rows(b, l->ld, own_b, l->m, 1, l->m, item);
            } else {
                copy_rows(own_W, l->m, W, l->ld, l->n, l->m, item);
                copy_rows(own_b, l->m, b, l->ld, 1, l->m, item);
            }
        }
    }
}

static int take_layers(Job *job, Arrays *arrays, PyObject *given, Py_ssize_t inputs)
{
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        PyObject *W, *b, *kept_W, *kept_b;
        Py_buffer *view;
        if (!PyArg_ParseTuple(PyTuple_GetItem(given, k),
                              "idOOOO;kernel: a layer is (activation, slope, W, b, kept of W, kept of b)", &l->activation,
                              &l->slope, &W, &b, &kept_W, &kept_b) ||
            !known("activation", l->activation, ACTIVATIONS) || !(view = take(arrays, W, "W", 0, 1, 2, inputs, -1)))
            return 0;
        l->n = inputs, l->m = inputs = view->shape[1], l->own_W = view->buf;
        if (!take_kept(arrays, kept_W, &job->rule, 2, l->n, l->m, l->own_kept_W))
            return 0;
        if (b == Py_None)
            continue;
        if (!(view = take(arrays, b, "b", 0, 1, 1, l->m, 0)))
            return 0;
        l->own_b = view->buf;
        if (!take_kept(arrays, kept_b, &job->rule, 1, l->m, 0, l->own_kept_b))
            return 0;
    }
    return 1;
}

static int take_job(Job *job, Arrays *arrays, PyObject *layers, PyObject *x, PyObject *t, PyObject *order,
                    PyObject *rates, PyObject *report)
{
    Py_buffer *view, *other;
    Py_ssize_t rows;
    if (!known("loss", job->loss, LOSSES) || !(view = take(arrays, x, "x", 0, 0, 2, -1, -1)) ||
        !take_layers(job, arrays, layers, view->shape[1]) ||
        !(other = take(arrays, t, "t", 0, 0, 2, view->shape[0], job->layers[job->depth - 1].m)))
        return 0;
    job->x = view->buf, job->t = other->buf, rows = view->shape[0];
    job->x_end = (const char *)view->buf + view->len, job->t_end = (const char *)other->buf + other->len;
    if (!(view = take(arrays, order, "order", 'q', 0, 1, -1, 0)))
        return 0;
    job->order = view->buf, job->samples = view->shape[0];
    for (Py_ssize_t k = 0; k < job->samples; k++)
        if (job->order[k] < 0 || job->order[k] >= rows) {
            PyErr_Format(PyExc_ValueError, "kernel: order[%zd] is no row of x, which has %zd", k, rows);
            return 0;
        }
    if (job->batch < 1) {
        PyErr_Format(PyExc_ValueError, "kernel: batch must be at least 1");
        return 0;
    }
    job->steps = job->samples / job->batch + (job->samples % job->batch != 0);
    if (!(view = take(arrays, rates, "rates", 'd', 0, 1, job->steps, 0)) ||
        !(other = take(arrays, report, "report", 'd', 1, 1, REPORT, 0)))
        return 0;
    job->rates = view->buf, job->report = other->buf;
    return 1;
}

PyDoc_STRVAR(train_doc,
             "train(layers, loss, factor, per_sample, rule, x, t, order, batch, rates, first_step, report)\n\n"
             "Make a step for each batch of samples in order, on arrays that are moved in place.");

static PyObject *train(PyObject *self, PyObject *args)
{
    PyObject *layers, *rule, *x, *t, *order, *rates, *report;
    Job job = {0};
    Arrays arrays = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "O!idpO!OOOnOdO:train", &PyTuple_Type, &layers, &job.loss, &job.factor, &job.per_sample,
                          &PyTuple_Type, &rule, &x, &t, &order, &job.batch, &rates, &job.first_step, &report) ||
        !read_rule(rule, &job.rule))
        return NULL;
    Py_ssize_t depth = PyTuple_Size(layers);
    if (depth < 1 || depth > 10000) {
        PyErr_Format(PyExc_ValueError, "kernel: there must be 1 to 10000 layers");
        return NULL;
    }
    job.depth = (int)depth;
    job.layers = PyMem_Calloc((size_t)depth, sizeof(Dense));
    if (!job.layers)
        return PyErr_NoMemory();
    if (prepare(&arrays, depth * 8 + 5) && take_job(&job, &arrays, layers, x, t, order, rates, report)) {
        const Rule *r = &job.rule;
        size_t item = arrays.kind == 'd' ? 8 : 4;
        Py_ssize_t widest = 0;
        for (int k = 0; k < job.depth; k++)
            widest = job.layers[k].m > widest ? job.layers[k].m : widest;
        const Set *set = set_for(widest, item);
        Py_ssize_t lanes = set->bytes ? set->bytes / (Py_ssize_t)item : 1;
        for (int k = 0; k < job.depth; k++)
            job.layers[k].ld = (job.layers[k].m + lanes - 1) / lanes * lanes;
        job.plain = job.batch == 1 && r->kind == SGD && r->first == 0 && r->decay == 0 && r->l1 == 0 && r->l2 == 0 &&
                    !(r->clip < INFINITY);
        lay_out(&job, item);
        job.room = PyMem_Calloc(job.used + 64, 1);
        char *start = job.room;
        if (start) {
            job.room += (64 - (uintptr_t)start % 64) % 64;
            lay_out(&job, item);
            Py_BEGIN_ALLOW_THREADS
            exchange(&job, item, 1);
            set->train[arrays.kind == 'f'](&job);
            exchange(&job, item, 0);
            Py_END_ALLOW_THREADS
            PyMem_Free(start);
        } else {
            PyErr_NoMemory();
        }
    }
    PyMem_Free(job.layers);
    return finished(&arrays);
}

/* ---- the element-wise pieces of a step whose products NumPy computes: arrays of rows, unpadded ---- */

/* Some padded rows of zeros. */
static void *rows_of_zeros(const Py_buffer *view, int count)
{
    void *room = PyMem_Calloc((size_t)count * (size_t)(view->shape[1] + 64), (size_t)view->itemsize);
    return room ? room : (void *)PyErr_NoMemory();
}

PyDoc_STRVAR(activate_doc, "activate(z, b, activation, slope)\n\nz <- f(z + b) in place; b may be None.");

static PyObject *activate(PyObject *self, PyObject *args)
{
    PyObject *z, *b;
    int code;
    double slope;
    Arrays arrays = {0};
    Py_buffer *view, *bias = NULL;
    void *room;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOid:activate", &z, &b, &code, &slope) || !known("activation", code, ACTIVATIONS) ||
        !prepare(&arrays, 2))
        return NULL;
    if ((view = take(&arrays, z, "z", 0, 1, 2, -1, -1)) &&
        (b == Py_None || (bias = take(&arrays, b, "b", 0, 0, 1, view->shape[1], 0))) && (room = rows_of_zeros(view, 1))) {
        const Set *set = in_use();
        Py_BEGIN_ALLOW_THREADS
        set->activate[arrays.kind == 'f'](view->buf, bias ? bias->buf : NULL, room, view->shape[0], view->shape[1], code,
                                          slope);
        Py_END_ALLOW_THREADS
        PyMem_Free(room);
    }
    return finished(&arrays);
}

PyDoc_STRVAR(output_doc, "output(z, b, t, db, activation, slope, loss, factor)\n\n"
                         "Give the loss of the outputs f(z + b) for the targets t; z <- its cotangent, db <- that of b.");

static PyObject *output(PyObject *self, PyObject *args)
{
    PyObject *z, *b, *t, *db;
    int code, loss;
    double slope, factor, result = 0;
    Arrays arrays = {0};
    Py_buffer *view, *targets, *bias = NULL, *sums = NULL;
    void *room;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOidid:output", &z, &b, &t, &db, &code, &slope, &loss, &factor) ||
        !known("activation", code, ACTIVATIONS) || !known("loss", loss, LOSSES) || !prepare(&arrays, 4))
        return NULL;
    if ((view = take(&arrays, z, "z", 0, 1, 2, -1, -1)) &&
        (targets = take(&arrays, t, "t", 0, 0, 2, view->shape[0], view->shape[1])) &&
        (b == Py_None || (bias = take(&arrays, b, "b", 0, 0, 1, view->shape[1], 0))) &&
        (db == Py_None || (sums = take(&arrays, db, "db", 0, 1, 1, view->shape[1], 0))) &&
        (room = rows_of_zeros(view, 4))) {
        const Set *set = in_use();
        Py_BEGIN_ALLOW_THREADS
        result = set->output[arrays.kind == 'f'](view->buf, bias ? bias->buf : NULL, targets->buf,
                                                 sums ? sums->buf : NULL, room, view->shape[0], view->shape[1], code,
                                                 slope, loss, factor);
        Py_END_ALLOW_THREADS
        PyMem_Free(room);
    }
    PyObject *done = finished(&arrays);
    Py_XDECREF(done);
    return done ? PyFloat_FromDouble(result) : NULL;
}

PyDoc_STRVAR(pull_doc, "pull(d, y, db, activation, slope)\n\nd <- the cotangent of z in place, from that of y = f(z); "
                       "db <- its sum over rows, unless it is None.");

static PyObject *pull(PyObject *self, PyObject *args)
{
    PyObject *d, *y, *db;
    int code;
    double slope;
    Arrays arrays = {0};
    Py_buffer *view, *other, *sums = NULL;
    void *room;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOid:pull", &d, &y, &db, &code, &slope) || !known("activation", code, ACTIVATIONS) ||
        !prepare(&arrays, 3))
        return NULL;
    if ((view = take(&arrays, d, "d", 0, 1, 2, -1, -1)) &&
        (other = take(&arrays, y, "y", 0, 0, 2, view->shape[0], view->shape[1])) &&
        (db == Py_None || (sums = take(&arrays, db, "db", 0, 1, 1, view->shape[1], 0))) &&
        (room = rows_of_zeros(view, 1))) {
        const Set *set = in_use();
        Py_BEGIN_ALLOW_THREADS
        set->pull[arrays.kind == 'f'](view->buf, other->buf, sums ? sums->buf : NULL, room, view->shape[0],
                                      view->shape[1], code, slope);
        Py_END_ALLOW_THREADS
        PyMem_Free(room);
    }
    return finished(&arrays);
}

PyDoc_STRVAR(squares_doc, "squares(arrays)\n\nGive the sum of the squares of all numbers.");

static PyObject *squares(PyObject *self, PyObject *args)
{
    PyObject *given;
    double sum = 0;
    Arrays arrays = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "O!:squares", &PyTuple_Type, &given) || !prepare(&arrays, PyTuple_Size(given) + 1))
        return NULL;
    Py_ssize_t count = PyTuple_Size(given), k = 0;
    while (k < count && take(&arrays, PyTuple_GetItem(given, k), "an array", 0, 0, 0, -1, 0))
        k++;
    if (k == count) {
        double (*run)(const void *, Py_ssize_t) = in_use()->squares[arrays.kind == 'f'];
        Py_BEGIN_ALLOW_THREADS
        for (k = 0; k < count; k++)
            sum += run(arrays.views[k].buf, arrays.views[k].len / arrays.views[k].itemsize);
        Py_END_ALLOW_THREADS
    }
    release(&arrays);
    return PyErr_Occurred() ? NULL : PyFloat_FromDouble(sum);
}

PyDoc_STRVAR(penalise_doc, "penalise(rule, p, g)\n\nAdd the gradient of the rule's penalties on p to g, in place.");

static PyObject *penalise(PyObject *self, PyObject *args)
{
    PyObject *given, *p, *g;
    Rule rule;
    Arrays arrays = {0};
    Py_buffer *view, *other;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!OO:penalise", &PyTuple_Type, &given, &p, &g) || !read_rule(given, &rule) ||
        !prepare(&arrays, 2))
        return NULL;
    if ((view = take(&arrays, p, "p", 0, 0, 0, -1, 0)) &&
        (other = take(&arrays, g, "g", 0, 1, 0, view->len / view->itemsize, 0)))
        in_use()->penalise[arrays.kind == 'f'](&rule, view->buf, other->buf, view->len / view->itemsize);
    return finished(&arrays);
}

PyDoc_STRVAR(move_doc, "move(rule, parameters, gradients, kept, rate, step, shrink)\n\n"
                       "Move the parameters against their gradients times `shrink`, in place, at step 1, 2, …; "
                       "`kept` has a tuple for each.");

static PyObject *move(PyObject *self, PyObject *args)
{
    PyObject *given, *parameters, *gradients, *kept;
    double rate, step, shrink;
    Rule rule;
    Arrays arrays = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "O!O!O!O!ddd:move", &PyTuple_Type, &given, &PyTuple_Type, &parameters, &PyTuple_Type,
                          &gradients, &PyTuple_Type, &kept, &rate, &step, &shrink) ||
        !read_rule(given, &rule))
        return NULL;
    Py_ssize_t count = PyTuple_Size(parameters), each = 2 + kept_by(&rule), k = 0;
    if (PyTuple_Size(gradients) != count || PyTuple_Size(kept) != count) {
        PyErr_Format(PyExc_ValueError, "kernel: there must be as many gradients as parameters");
        return NULL;
    }
    if (!prepare(&arrays, count * each + 1))
        return NULL;
    for (; k < count; k++) { /* all are looked at before the first is moved */
        Py_buffer *view = take(&arrays, PyTuple_GetItem(parameters, k), "a parameter", 0, 1, 0, -1, 0);
        PyObject *own = PyTuple_GetItem(kept, k);
        if (!view || !take(&arrays, PyTuple_GetItem(gradients, k), "a gradient", 0, 1, 0, view->len / view->itemsize, 0) ||
            !take_kept(&arrays, own, &rule, 0, view->len / view->itemsize, 0, NULL))
            break;
    }
    if (k == count) {
        const Set *set = in_use();
        int kind = arrays.kind == 'f';
        Py_BEGIN_ALLOW_THREADS
        for (k = 0; k < count; k++) {
            Py_buffer *view = arrays.views + k * each;
            Py_ssize_t n = view->len / view->itemsize;
            void *own[3] = {0};
            for (int place = 0; place < each - 2; place++)
                own[place] = view[2 + place].buf;
            if (shrink != 1)
                set->shrink[kind](view[1].buf, n, shrink);
            set->move[kind](&rule, view->buf, view[1].buf, own, n, rate, step);
        }
        Py_END_ALLOW_THREADS
    }
    return finished(&arrays);
}

PyDoc_STRVAR(gather_doc, "gather(x, order, out)\n\nCopy the rows of x that order names to out, from one float type to another.");

static PyObject *gather(PyObject *self, PyObject *args)
{
    PyObject *x, *order, *out;
    Arrays arrays = {0};
    Py_buffer *from, *to, *rows;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOO:gather", &x, &order, &out) || !prepare(&arrays, 3))
        return NULL;
    if ((from = take(&arrays, x, "x", 0, 0, 2, -1, -1)) && (rows = take(&arrays, order, "order", 'q', 0, 1, -1, 0)) &&
        (arrays.kind = 0, to = take(&arrays, out, "out", 0, 1, 2, rows->shape[0], from->shape[1]))) {
        const int64_t *order_ = rows->buf;
        Py_ssize_t count = rows->shape[0], n = from->shape[1], k = 0;
        while (k < count && order_[k] >= 0 && order_[k] < from->shape[0])
            k++;
        if (k < count)
            PyErr_Format(PyExc_ValueError, "kernel: order[%zd] is no row of x, which has %zd", k, from->shape[0]);
        else {
            Py_BEGIN_ALLOW_THREADS
            for (k = 0; k < count; k++) {
                const char *row = (const char *)from->buf + order_[k] * n * from->itemsize;
                for (Py_ssize_t j = 0; k + AHEAD < count && j < n * from->itemsize; j += 64)
                    PREFETCH((const char *)from->buf + order_[k + AHEAD] * n * from->itemsize + j);
                char *place = (char *)to->buf + k * n * to->itemsize;
                if (from->itemsize == to->itemsize)
                    memcpy(place, row, (size_t)(n * to->itemsize));
                else if (from->itemsize == 8)
                    for (Py_ssize_t j = 0; j < n; j++)
                        ((float *)(void *)place)[j] = (float)((const double *)(const void *)row)[j];
                else
                    for (Py_ssize_t j = 0; j < n; j++)
                        ((double *)(void *)place)[j] = (double)((const float *)(const void *)row)[j];
            }
            Py_END_ALLOW_THREADS
        }
    }
    return finished(&arrays);
}

/* ---- the module ---- */

PyDoc_STRVAR(use_doc, "use(name)\n\nTake this instruction set, or with None the best that the machine has.");

static PyObject *use(PyObject *self, PyObject *args)
{
    const char *name;
    (void)self;
    if (!PyArg_ParseTuple(args, "z:use", &name))
        return NULL;
    int place = -1;
    if (name) {
        for (place = best; place >= 0 && strcmp(SETS[place].name, name) != 0;)
            place--;
        if (place < 0) {
            PyErr_Format(PyExc_ValueError, "kernel: this machine has no instruction set %s", name);
            return NULL;
        }
    }
    forced = place;
    Py_RETURN_NONE;
}

static PyMethodDef METHODS[] = {
    {"train", train, METH_VARARGS, train_doc},          {"activate", activate, METH_VARARGS, activate_doc},
    {"pull", pull, METH_VARARGS, pull_doc},             {"output", output, METH_VARARGS, output_doc},
    {"squares", squares, METH_VARARGS, squares_doc},    {"penalise", penalise, METH_VARARGS, penalise_doc},
    {"move", move, METH_VARARGS, move_doc},             {"gather", gather, METH_VARARGS, gather_doc},
    {"use", use, METH_VARARGS, use_doc},                {NULL, NULL, 0, NULL},
};

static int add_names(PyObject *module, const char *what, const char *const *names, int count)
{
    PyObject *tuple = PyTuple_New(count);
    for (int k = 0; tuple && k < count; k++)
        PyTuple_SetItem(tuple, k, PyUnicode_FromString(names[k]));
    int failed = !tuple || PyErr_Occurred() || PyModule_AddObjectRef(module, what, tuple) < 0;
    Py_XDECREF(tuple);
    return failed ? -1 : 0;
}

static int start(PyObject *module)
{
    const char *names[3];
    find_best();
    for (int k = 0; k <= best; k++)
        names[k] = SETS[k].name;
    return add_names(module, "ACTIVATIONS", ACTIVATION_NAMES, ACTIVATIONS) || add_names(module, "LOSSES", LOSS_NAMES, LOSSES) ||
           add_names(module, "RULES", RULE_NAMES, RULES) || add_names(module, "INSTRUCTIONS", names, best + 1) ? -1 : 0;
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, start}, {0, NULL}};
static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_kernel", "Fast steps of training.", 0, METHODS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&MODULE);
}
