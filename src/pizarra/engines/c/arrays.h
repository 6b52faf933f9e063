/* Arrays from outside, each looked at before a number of it is read. */

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
