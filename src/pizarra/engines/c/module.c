/* The fast kernel of training: whole epochs of small networks, and the element-wise work between the matrix products of
 * large ones. The layers, losses and optimisers in Python say what is computed; the tests hold every piece of this folder
 * against them, and without it training takes the same steps, only slower.
 *
 * Everything here is exact C11, one compilation: job.h (what is trained), sets.h (numbers.h for each instruction set),
 * arrays.h and layout.h (what comes from Python), and this file, the functions that Python calls. Where GCC or Clang
 * compile for x86-64, the arithmetic stands here for three instruction sets, and the machine's best is taken when the
 * module is loaded; elsewhere for one. Arrays arrive through the buffer protocol, so NumPy's headers are not needed. */

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

#include "job.h"
#include "sets.h"
#include "arrays.h"
#include "layout.h"

PyDoc_STRVAR(train_doc,
             "train(layers, loss, factor, per_sample, rule, x, t, order, batch, rates, first_step, report, threads)\n\n"
             "Make a step for each batch of samples in order, on arrays that are moved in place.");

static PyObject *train(PyObject *self, PyObject *args)
{
    PyObject *layers, *rule, *x, *t, *order, *rates, *report;
    Job job = {0};
    Arrays arrays = {0};
    (void)self;
    if (!PyArg_ParseTuple(args, "O!idpO!OOOnOdOi:train", &PyTuple_Type, &layers, &job.loss, &job.factor, &job.per_sample,
                          &PyTuple_Type, &rule, &x, &t, &order, &job.batch, &rates, &job.first_step, &report,
                          &job.threads) ||
        !read_rule(rule, &job.rule))
        return NULL;
    if (make_layers(&job, layers) && prepare(&arrays, (Py_ssize_t)job.depth * 8 + 5) &&
        take_job(&job, &arrays, layers, x, t, order, rates, report)) {
        size_t item = arrays.kind == 'd' ? 8 : 4;
        job.plain = job.batch == 1 && bare(&job.rule);
        job.narrow = job.plain && job.depth == 2 && job.loss == SQUARED_ERROR && job.layers[0].activation != SOFTMAX &&
                     job.layers[1].activation != SOFTMAX;
        Py_ssize_t widest = 0;
        for (int k = 0; k < (job.narrow ? 1 : job.depth); k++)
            widest = job.layers[k].m > widest ? job.layers[k].m : widest;
        const Set *set = set_for(widest, item);
        pad(&job, set, item);
        job.by_samples = (size_t)(job.batch * job.layers[0].n) * item > CACHE;
        job.threads = useful(&job, job.threads);
        char *room = make_room(&job, item, lay_out);
        if (room) {
            Py_BEGIN_ALLOW_THREADS
            exchange(&job, item, 1);
            set->train[arrays.kind == 'f'](&job);
            exchange(&job, item, 0);
            Py_END_ALLOW_THREADS
            PyMem_Free(room);
        }
    }
    PyMem_Free(job.layers);
    return finished(&arrays);
}

PyDoc_STRVAR(forward_doc, "forward(layers, x, y, threads)\n\ny <- the outputs of the last layer for the rows of x.");

static PyObject *forward(PyObject *self, PyObject *args)
{
    PyObject *layers, *x, *y;
    Job job = {0};
    Arrays arrays = {0};
    Py_buffer *view, *out;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!OOi:forward", &PyTuple_Type, &layers, &x, &y, &job.threads))
        return NULL;
    if (make_layers(&job, layers) && prepare(&arrays, (Py_ssize_t)job.depth * 2 + 2) &&
        (view = take(&arrays, x, "x", 0, 0, 2, -1, -1)) && take_layers(&job, &arrays, layers, view->shape[1], 0) &&
        (out = take(&arrays, y, "y", 0, 1, 2, view->shape[0], job.layers[job.depth - 1].m))) {
        size_t item = arrays.kind == 'd' ? 8 : 4;
        const Set *set = in_use();
        job.x = view->buf, job.out = out->buf, job.samples = view->shape[0];
        pad(&job, set, item);
        job.threads = useful_forward(&job, job.threads);
        char *room = make_room(&job, item, lay_out_forward);
        if (room) {
            Py_BEGIN_ALLOW_THREADS
            exchange(&job, item, 1);
            set->forward[arrays.kind == 'f'](&job);
            Py_END_ALLOW_THREADS
            PyMem_Free(room);
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

#define AHEAD 2 /* rows that are asked for before they are copied: in order they would be found by themselves */

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
    {"train", train, METH_VARARGS, train_doc},          {"forward", forward, METH_VARARGS, forward_doc},
    {"activate", activate, METH_VARARGS, activate_doc}, {"pull", pull, METH_VARARGS, pull_doc},
    {"output", output, METH_VARARGS, output_doc},       {"squares", squares, METH_VARARGS, squares_doc},
    {"penalise", penalise, METH_VARARGS, penalise_doc}, {"move", move, METH_VARARGS, move_doc},
    {"gather", gather, METH_VARARGS, gather_doc},       {"use", use, METH_VARARGS, use_doc},
    {NULL, NULL, 0, NULL},
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
