/* The same where every row is one vector, which then stays in a register: such a step is a chain of some hundred
 * operations that wait for each other, and a detour through memory counts. */
FN int N(tiny)(Job *job, const REAL *x, const REAL *t, double rate)
{
    const Dense *first = job->layers, *last = first + job->depth - 1, *l;
    const REAL *row = x;
    double loss, norm = 0;
    REAL inputs = 0;
    VEC y = SPLAT(0), d;
    for (Py_ssize_t i = 0; i < first->n; i++)
        inputs += x[i] * x[i];
    for (l = first;; l++) {
        const REAL *W = l->W;
        VEC z = l->b ? LOAD((REAL *)l->b) : SPLAT(0);
        for (Py_ssize_t i = 0; i < l->n; i++)
            z += SPLAT(row[i]) * LOAD(W + i * LANES);
        y = l->activation == IDENTITY ? z : N(merged)(N(value)(z, l->activation, l->slope), l->m, SPLAT(0));
        row = l->y;
        STORE((REAL *)l->y, y);
        if (l == last)
            break;
    }
    if (job->loss == SQUARED_ERROR) {
        VEC e = y - N(get)(t, l->m, job->t_end, 0);
        loss = job->factor * (double)N(fold)(e * e, 0);
        d = N(pulled)(SPLAT(2 * job->factor) * e, y, l->activation, l->slope);
    } else {
        loss = N(loss_apart)(l->d, l->y, NULL, t, job->t_end, l->m, job->loss, job->factor);
        d = N(pulled)(LOAD((REAL *)l->d), y, l->activation, l->slope);
    }
    for (;; l--) {
        REAL *own = l->d, biases = l->b ? 1 : 0;
        STORE(own, d);
        VEC before = l == first ? SPLAT(0) : LOAD((REAL *)(l - 1)->y);
        REAL above = l == first ? inputs : N(fold)(before * before, 0);
        norm += (double)(above + biases) * (double)N(fold)(d * d, 0);
        if (l == first)
            break;
        const REAL *T = l->T;
        VEC sum = SPLAT(own[0]) * LOAD(T);
        for (Py_ssize_t j = 1; j < l->m; j++)
            sum += SPLAT(own[j]) * LOAD(T + j * LANES);
        d = N(pulled)(sum, before, (l - 1)->activation, (l - 1)->slope);
    }
    if (!tally(job, loss, norm, 1))
        return 0;
    for (row = x;; l++) {
        REAL *W = l->W, *b = l->b, *T = l->T, *own = l->d;
        VEC g = SPLAT(rate) * LOAD(own);
        for (Py_ssize_t i = 0; i < l->n; i++)
            STORE(W + i * LANES, LOAD(W + i * LANES) - SPLAT(row[i]) * g);
        if (b)
            STORE(b, LOAD(b) - g);
        if (l > first) { /* the same products, so T stays W' to the last bit */
            VEC before = LOAD((REAL *)(l - 1)->y);
            for (Py_ssize_t j = 0; j < l->m; j++)
                STORE(T + j * LANES, LOAD(T + j * LANES) - SPLAT((REAL)rate * own[j]) * before);
        }
        row = l->y;
        if (l == last)
            return 1;
    }
}
