/* A training from Python's arguments, and where its arrays lie. */

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
        size_t row = (size_t)l->ld * item, all = (size_t)l->n * row, samples = (size_t)job->batch;
        int kept = kept_by(&job->rule), copied = l->ld != l->m || (uintptr_t)l->own_W % 64 != 0;
        l->W = copied ? claim(job, all) : l->own_W;
        l->b = copied && l->own_b ? claim(job, row) : l->own_b;
        for (int place = 0; place < kept; place++) {
            l->kept_W[place] = copied ? claim(job, all) : l->own_kept_W[place];
            l->kept_b[place] = copied && l->own_b ? claim(job, row) : l->own_kept_b[place];
        }
        l->gW = job->plain ? NULL : claim(job, all);
        l->gb = job->plain || !l->own_b ? NULL : claim(job, row);
        l->T = k > 0 && (!job->plain || l->n * l->m <= 4096) ? claim(job, (size_t)(l->m * (l - 1)->ld) * item) : NULL;
        l->y = claim(job, samples * row);
        l->d = claim(job, samples * row);
        if (job->plain)
            continue;
        l->ys = claim(job, samples * sizeof(void *));
        l->ds = claim(job, samples * sizeof(void *));
        l->norms = claim(job, (size_t)(CHUNKS * l->ld) * sizeof(double));
        for (size_t s = 0; job->room && s < samples; s++) {
            l->ys[s] = (char *)l->y + s * row;
            l->ds[s] = (char *)l->d + s * row;
        }
    }
    if (job->plain)
        return;
    job->xs = claim(job, (size_t)(job->threads * job->batch) * sizeof(void *));
    job->losses = claim(job, (size_t)job->batch * sizeof(double));
    job->squares = claim(job, (size_t)(job->threads * (job->depth + 1) * 2) * sizeof(double));
}

/* The same for a forward pass, which reads copies: the caller's arrays may be in use, or not be written to. */
static void lay_out_forward(Job *job, size_t item)
{
    const Py_ssize_t rows = job->threads * BLOCK;
    job->used = 0;
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        size_t row = (size_t)l->ld * item;
        l->W = claim(job, (size_t)l->n * row);
        l->b = l->own_b ? claim(job, row) : NULL;
        l->y = claim(job, (size_t)rows * row);
        l->ys = claim(job, (size_t)rows * sizeof(void *));
        for (Py_ssize_t s = 0; job->room && s < rows; s++)
            l->ys[s] = (char *)l->y + (size_t)s * row;
    }
    job->xs = claim(job, (size_t)rows * sizeof(void *));
}

/* Make room for a job, in lines of the cache; give what is to be freed. */
static char *make_room(Job *job, size_t item, void (*laid)(Job *, size_t))
{
    laid(job, item);
    char *start = job->room = PyMem_Calloc(job->used + 64, 1);
    if (start) {
        job->room += (64 - (uintptr_t)start % 64) % 64;
        laid(job, item);
    } else {
        PyErr_NoMemory();
    }
    return start;
}

/* Say how long rows are kept for an instruction set. */
static void pad(Job *job, const Set *set, size_t item)
{
    Py_ssize_t lanes = set->bytes ? set->bytes / (Py_ssize_t)item : 1;
    for (int k = 0; k < job->depth; k++)
        job->layers[k].ld = (job->layers[k].m + lanes - 1) / lanes * lanes;
    job->broad = lanes * (set->bytes == 64 ? 4 : 2);
}

/* Copy n rows of m numbers into panels of rows of ld, or back. */
static void copy_panels(char *panels, char *rows, Py_ssize_t n, Py_ssize_t m, Py_ssize_t ld, Py_ssize_t broad, size_t item,
                        int in)
{
    for (Py_ssize_t j = 0; j < m; j += broad, rows += (size_t)broad * item) {
        size_t width = (size_t)(ld - j < broad ? ld - j : broad) * item, own = (size_t)(m - j < broad ? m - j : broad) * item;
        char *row = rows;
        for (Py_ssize_t i = 0; i < n; i++, panels += width, row += (size_t)m * item)
            memcpy(in ? panels : row, in ? row : panels, own);
    }
}

/* Bring an array of a layer into the form in which it is kept, or back. Where that is the caller's own array, it goes
 * through `spare`, which has room for one. */
static void bring(const Job *job, const Dense *l, char *kept, char *own, char *spare, Py_ssize_t n, size_t item, int in)
{
    size_t all = (size_t)(n * l->ld) * item;
    Py_ssize_t broad = job->plain || n == 1 ? l->ld : job->broad; /* one panel of all columns is rows */
    if (!kept || (kept == own && broad >= l->ld))
        return;
    char *panels = kept == own ? spare : kept;
    if (kept == own && !in)
        memcpy(panels, kept, all);
    copy_panels(panels, own, n, l->m, l->ld, broad, item, in);
    if (kept == own && in)
        memcpy(kept, panels, all);
}

/* Do so with all arrays, before the first step and after the last. */
static void exchange(Job *job, size_t item, int in)
{
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        bring(job, l, l->W, l->own_W, l->gW, l->n, item, in);
        bring(job, l, l->b, l->own_b, NULL, 1, item, in);
        for (int place = 0; place < kept_by(&job->rule); place++) {
            bring(job, l, l->kept_W[place], l->own_kept_W[place], l->gW, l->n, item, in);
            bring(job, l, l->kept_b[place], l->own_kept_b[place], NULL, 1, item, in);
        }
    }
}

/* Make room for so many layers. */
static int make_layers(Job *job, PyObject *given)
{
    Py_ssize_t depth = PyTuple_Size(given);
    if (depth < 1 || depth > 10000) {
        PyErr_Format(PyExc_ValueError, "kernel: there must be 1 to 10000 layers");
        return 0;
    }
    job->depth = (int)depth;
    job->layers = PyMem_Calloc((size_t)depth, sizeof(Dense));
    if (!job->layers)
        PyErr_NoMemory();
    return job->layers != NULL;
}

static int take_layers(Job *job, Arrays *arrays, PyObject *given, Py_ssize_t inputs, int writable)
{
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        PyObject *layer = PyTuple_GetItem(given, k), *W, *b, *kept_W, *kept_b;
        Py_buffer *view;
        if (!PyTuple_Check(layer)) {
            PyErr_Format(PyExc_ValueError, "kernel: layer %d is no tuple", k);
            return 0;
        }
        if (!PyArg_ParseTuple(layer,
                              "idOOOO;kernel: a layer is (activation, slope, W, b, kept of W, kept of b)", &l->activation,
                              &l->slope, &W, &b, &kept_W, &kept_b) ||
            !known("activation", l->activation, ACTIVATIONS) || !(view = take(arrays, W, "W", 0, writable, 2, inputs, -1)))
            return 0;
        l->n = inputs, l->m = inputs = view->shape[1], l->own_W = view->buf;
        if (!take_kept(arrays, kept_W, &job->rule, 2, l->n, l->m, l->own_kept_W))
            return 0;
        if (b == Py_None)
            continue;
        if (!(view = take(arrays, b, "b", 0, writable, 1, l->m, 0)))
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
        !take_layers(job, arrays, layers, view->shape[1], 1) ||
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
    job->batch = job->batch < job->samples ? job->batch : job->samples;
    job->steps = job->samples / job->batch + (job->samples % job->batch != 0);
    if (!(view = take(arrays, rates, "rates", 'd', 0, 1, job->steps, 0)) ||
        !(other = take(arrays, report, "report", 'd', 1, 1, REPORT, 0)))
        return 0;
    job->rates = view->buf, job->report = other->buf;
    return 1;
}
