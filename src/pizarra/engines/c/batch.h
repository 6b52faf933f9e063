/* A step on a batch, by all threads of a job together. Hidden layers are shared out by columns: a thread computes its own
 * units, and moves the weights into them, which so stay in its cache. The output layer is shared out by samples, then by
 * rows of W; and so are all layers where a batch has more numbers than such a cache. No number depends on how many threads
 * there are. */

/* The squares of all inputs of a layer and of all its cotangents bound those of its gradient, as |x d'| <= |x| |d|: below
 * this the weights can be moved at once, because the step is certain to be finite. */
#define CALM (WIDE ? 1e300 : 1e30)

typedef struct { /* a thread's share of a layer's outputs */
    Py_ssize_t from, to, own; /* columns, in whole panels; how many of them are units */
    Py_ssize_t first, end;    /* samples */
} N(Share);

FN N(Share) N(samples)(const Job *job, const Dense *l, Py_ssize_t count, int place)
{
    return (N(Share)){0, l->ld, l->m, part(job, count, place), part(job, count, place + 1)};
}

FN N(Share) N(columns)(const Job *job, const Dense *l, Py_ssize_t count, int place)
{
    const Py_ssize_t panels = (l->ld + BROAD - 1) / BROAD;
    N(Share) c = {part(job, panels, place) * BROAD, part(job, panels, place + 1) * BROAD, 0, 0, 0};
    c.to = c.to < l->ld ? c.to : l->ld;
    c.own = (c.to < l->m ? c.to : l->m) - c.from;
    c.end = c.to > c.from ? count : 0;
    return c;
}

FN N(Share) N(share)(const Job *job, const Dense *l, Py_ssize_t count, int place)
{
    return job->by_samples ? N(samples)(job, l, count, place) : N(columns)(job, l, count, place);
}

/* The same for what comes after the products: softmax takes whole rows, once all columns are there. */
FN N(Share) N(complete)(Job *job, const Dense *l, Py_ssize_t count, int place, N(Share) c)
{
    if (job->by_samples || l->activation != SOFTMAX)
        return c;
    meet(job);
    return N(samples)(job, l, count, place);
}

/* Where each thread reads what others wrote. */
FN void N(joined)(Job *job)
{
    if (!job->by_samples)
        meet(job);
}

/* y of a hidden layer, a thread's share. */
static TARGET void N(hidden)(Job *job, const REAL *const *x, int k, Py_ssize_t count, int place)
{
    Dense *l = job->layers + k;
    N(Share) c = N(share)(job, l, count, place);
    REAL *const *y = (REAL *const *)l->ys;
    double squares = 0;
    N(products)(x + c.first, y + c.first, c.end - c.first, l->n, l->W, l->ld, l->b, c.from, c.to);
    c = N(complete)(job, l, count, place, c);
    for (Py_ssize_t s = c.first; s < c.end; s++) {
        if (l->activation != IDENTITY)
            N(activate_apart)(y[s] + c.from, NULL, c.own, NULL, l->activation, l->slope);
        squares += (double)N(square_row)(y[s] + c.from, c.to - c.from, NULL);
    }
    squares_of(job, place, k + 1)[0] = squares;
}

/* The outputs of some samples, their losses and the cotangents. */
static TARGET void N(outputs)(Job *job, const REAL *const *x, const int64_t *order, Py_ssize_t first, Py_ssize_t end,
                              double f, int place)
{
    Dense *l = job->layers + job->depth - 1;
    REAL *const *y = (REAL *const *)l->ys, *const *d = (REAL *const *)l->ds;
    double squares = 0;
    N(products)(x + first, y + first, end - first, l->n, l->W, l->ld, l->b, 0, l->ld);
    for (Py_ssize_t s = first; s < end; s++) {
        if (l->activation != IDENTITY)
            N(activate_apart)(y[s], NULL, l->m, NULL, l->activation, l->slope);
        job->losses[s] = N(loss_apart)(d[s], y[s], NULL, (const REAL *)job->t + order[s] * l->m, job->t_end, l->m,
                                       job->loss, f);
        if (l->activation != IDENTITY)
            N(pull_apart)(d[s], NULL, y[s], NULL, l->m, l->activation, l->slope, NULL);
        squares += (double)N(square_row)(d[s], l->ld, NULL);
    }
    squares_of(job, place, job->depth - 1)[1] = squares;
}

/* A thread's columns of W' for each layer but the first. */
static TARGET void N(turn)(const Job *job, int place)
{
    for (int k = 1; k < job->depth; k++) {
        const Dense *l = job->layers + k, *before = l - 1;
        N(Share) c = N(columns)(job, before, 0, place);
        for (Py_ssize_t i = c.from; i < c.from + c.own; i++) {
            Py_ssize_t next, down;
            REAL *turned = N(panel)(l->T, l->m, before->ld, i, &down);
            for (Py_ssize_t j = 0; j < l->m; j++, turned += down)
                *turned = *(N(panel)(l->W, l->n, l->ld, j, &next) + i * next);
        }
    }
}

/* d of the layer before layer k, a thread's share. */
static TARGET void N(back)(Job *job, int k, Py_ssize_t count, int place)
{
    Dense *l = job->layers + k, *before = l - 1;
    N(Share) c = N(share)(job, before, count, place);
    REAL *const *d = (REAL *const *)before->ds, *const *y = (REAL *const *)before->ys;
    double squares = 0;
    N(products)((const REAL *const *)l->ds + c.first, d + c.first, c.end - c.first, l->m, l->T, before->ld, NULL, c.from,
                c.to);
    c = N(complete)(job, before, count, place, c);
    for (Py_ssize_t s = c.first; s < c.end; s++) {
        if (before->activation != IDENTITY)
            N(pull_apart)(d[s] + c.from, NULL, y[s] + c.from, NULL, c.own, before->activation, before->slope, NULL);
        squares += (double)N(square_row)(d[s] + c.from, c.to - c.from, NULL);
    }
    squares_of(job, place, k - 1)[1] = squares;
}

/* The gradient of b, in the columns from `from` to `to`. */
FN void N(bias)(const Dense *l, Py_ssize_t count, Py_ssize_t from, Py_ssize_t to, const REAL *rate, double *squares)
{
    const REAL *const *d = (const REAL *const *)l->ds;
    for (Py_ssize_t j = from; l->b && j < to; j += LANES) {
        REAL *b = (REAL *)l->b + j;
        VEC sum = SPLAT(0);
        for (Py_ssize_t s = 0; s < count; s++)
            sum += LOAD(d[s] + j);
        if (rate) {
            STORE(b, LOAD(b) - SPLAT(*rate) * sum);
            squares[j / LANES] += (double)N(fold)(sum * sum, 0);
        } else {
            STORE((REAL *)l->gb + j, sum);
        }
    }
}

/* In how many parts W is shared out by rows: a small one is not worth the calls. */
FN Py_ssize_t N(chunks)(const Dense *l)
{
    return l->n * l->ld < 4096 ? 1 : CHUNKS;
}

/* Where such a part begins: after whole tiles, if there are some in each. */
FN Py_ssize_t N(chunk_row)(const Dense *l, Py_ssize_t chunk)
{
    const Py_ssize_t row = l->n * chunk / N(chunks)(l);
    return l->n < CHUNKS * TALL || row == l->n ? row : row / TALL * TALL;
}

/* Whether the columns of a layer's W are moved by the threads that compute them. */
FN int N(by_columns)(const Job *job, int k)
{
    return k < job->depth - 1 && !job->by_samples;
}

/* Every layer's gradients, a thread's part: they move the parameters, or with no rate are kept. */
static TARGET void N(gradients)(Job *job, const REAL *const *x, Py_ssize_t count, const REAL *rate, int place)
{
    for (int k = 0; k < job->depth; k++) {
        Dense *l = job->layers + k;
        const REAL *const *in = k ? (const REAL *const *)(l - 1)->ys : x, *const *d = (const REAL *const *)l->ds;
        REAL *W = rate ? l->W : l->gW;
        if (rate && N(by_columns)(job, k)) {
            N(Share) c = N(columns)(job, l, count, place);
            memset(l->norms + c.from / LANES, 0, (size_t)((c.to - c.from) / LANES) * sizeof(double));
            N(outers)(in, d, count, 0, l->n, c.from, c.to, W, l->n, l->ld, rate, l->norms);
            N(bias)(l, count, c.from, c.to, rate, l->norms);
            continue;
        }
        const Py_ssize_t chunks = N(chunks)(l);
        for (Py_ssize_t chunk = part(job, chunks, place); chunk < part(job, chunks, place + 1); chunk++) {
            double *norms = l->norms + (rate ? chunk * (l->ld / LANES) : 0);
            if (rate)
                memset(norms, 0, (size_t)(l->ld / LANES) * sizeof(double));
            N(outers)(in, d, count, N(chunk_row)(l, chunk), N(chunk_row)(l, chunk + 1), 0, l->ld, W, l->n, l->ld, rate,
                      norms);
            if (chunk == 0)
                N(bias)(l, count, 0, l->ld, rate, norms);
        }
    }
}

/* Whether the parameters can be moved before all gradients are known: their step is finite, and nothing else asks. */
FN int N(calm)(const Job *job)
{
    int calm = bare(&job->rule);
    for (int k = 0; calm && k < job->depth; k++) {
        double x = 1, d = 0;
        for (int place = 0; place < job->threads; place++) {
            const double *own = squares_of(job, place, k);
            x += own[0], d += own[1];
        }
        calm = x * d < CALM;
    }
    return calm;
}

/* What is left of a step whose gradients were kept: penalties, their size, and the move, each on a thread's part. */
static TARGET int N(rest)(Job *job, double loss, Py_ssize_t count, double rate, double step, int place)
{
    double norm = 0;
    meet(job);
    for (int turn = 0; turn < 2; turn++) {
        for (int k = 0; k < job->depth; k++) {
            const Dense *l = job->layers + k;
            const Py_ssize_t chunks = N(chunks)(l);
            for (Py_ssize_t chunk = part(job, chunks, place); chunk < part(job, chunks, place + 1); chunk++) {
                Py_ssize_t from = N(chunk_row)(l, chunk) * l->ld, n = N(chunk_row)(l, chunk + 1) * l->ld - from;
                REAL *W = (REAL *)l->W + from, *g = (REAL *)l->gW + from, *gb = chunk == 0 ? l->gb : NULL;
                if (turn == 0) {
                    if (job->rule.l1 != 0 || job->rule.l2 != 0)
                        N(penalise)(&job->rule, W, g, n);
                    l->norms[chunk] = N(squares)(g, n) + (gb ? N(squares)(gb, l->ld) : 0);
                    continue;
                }
                void *kept[3];
                for (int which = 0; which < 3; which++)
                    kept[which] = l->kept_W[which] ? (REAL *)l->kept_W[which] + from : NULL;
                if (norm > job->rule.clip) {
                    N(shrink)(g, n, job->rule.clip / norm);
                    if (gb)
                        N(shrink)(gb, l->ld, job->rule.clip / norm);
                }
                N(move)(&job->rule, W, g, kept, n, rate, step);
                if (gb)
                    N(move)(&job->rule, l->b, gb, l->kept_b, l->ld, rate, step);
            }
        }
        meet(job);
        if (turn == 0) {
            for (int k = 0; k < job->depth; k++)
                for (Py_ssize_t chunk = 0; chunk < N(chunks)(job->layers + k); chunk++)
                    norm += job->layers[k].norms[chunk];
            if (!isfinite(loss) || !isfinite(norm))
                return 0;
            if (place == 0)
                tally(job, loss, norm, count);
            norm = sqrt(norm);
        }
    }
    return 1;
}

/* A thread's part of one step; 0 where the step has a number that is not finite, and is not made. */
static TARGET int N(batch)(Job *job, const int64_t *order, Py_ssize_t count, double given, double step, int place)
{
    const Dense *first = job->layers, *last = first + job->depth - 1;
    const REAL **x = (const REAL **)job->xs + place * job->batch, rate = (REAL)given;
    Py_ssize_t begin = part(job, count, place), end = part(job, count, place + 1);
    double f = job->per_sample ? job->factor / (double)count : job->factor, loss = 0, squares = 0;
    for (Py_ssize_t s = 0; s < count; s++)
        x[s] = (const REAL *)job->x + order[s] * first->n;
    for (Py_ssize_t s = begin; s < end; s++)
        squares += (double)N(square_row)(x[s], first->n, job->x_end);
    squares_of(job, place, 0)[0] = squares;
    N(turn)(job, place);
    for (int k = 0; k < job->depth - 1; k++) {
        N(hidden)(job, k ? (const REAL *const *)job->layers[k - 1].ys : x, k, count, place);
        N(joined)(job);
    }
    N(outputs)(job, job->depth > 1 ? (const REAL *const *)(last - 1)->ys : x, order, begin, end, f, place);
    meet(job); /* W' is whole now, too */
    for (int k = job->depth - 1; k > 0; k--) {
        N(back)(job, k, count, place);
        N(joined)(job);
    }
    if (job->by_samples && job->depth > 1)
        meet(job);
    for (Py_ssize_t s = 0; s < count; s++)
        loss += job->losses[s];
    int at_once = isfinite(loss) && N(calm)(job);
    N(gradients)(job, x, count, at_once ? &rate : NULL, place);
    if (!at_once)
        return N(rest)(job, loss, count, given, step, place);
    meet(job);
    if (place == 0) {
        double norm = 0;
        for (int k = 0; k < job->depth; k++)
            for (Py_ssize_t j = 0; j < (N(by_columns)(job, k) ? 1 : N(chunks)(job->layers + k)) * (job->layers[k].ld / LANES); j++)
                norm += job->layers[k].norms[j];
        tally(job, loss, norm, count);
    }
    return 1;
}
