/* One step: forward, backward, update, for one sample or a batch. */

/* Forward and backward for S samples, whose rows are x and t: leaves y and d of every layer, and gives the loss. */
FN double N(pass)(const int S, const Job *job, const REAL *const *x, const REAL *const *t, double f)
{
    const REAL *rows[4], *t_end = job->t_end;
    const Dense *l = job->layers, *last = l + job->depth - 1;
    double loss = 0;
    for (int s = 0; s < S; s++)
        rows[s] = x[s];
    for (;; l++) {
        REAL *y = l->y;
        N(affine)(S, rows, l->n, l->W, l->ld, l->b, y);
        for (int s = 0; s < S; s++) {
            REAL *row = y + s * l->ld;
            rows[s] = row;
            if (S > 1 || l->activation == SOFTMAX)
                N(activate_apart)(row, NULL, l->m, NULL, l->activation, l->slope);
            else if (l->activation != IDENTITY)
                N(activate)(row, NULL, l->m, NULL, l->activation, l->slope);
        }
        if (l == last)
            break;
    }
    for (int s = 0; s < S; s++) {
        REAL *d = (REAL *)l->d + s * l->ld;
        if (S > 1 || job->loss != SQUARED_ERROR)
            loss += N(loss_apart)(d, rows[s], NULL, t[s], t_end, l->m, job->loss, f);
        else
            loss = N(loss)(d, rows[0], NULL, t[0], t_end, l->m, SQUARED_ERROR, f);
        if (l->activation != IDENTITY)
            N(pull_apart)(d, NULL, rows[s], NULL, l->m, l->activation, l->slope, NULL);
    }
    for (; l > job->layers; l--) {
        const Dense *before = l - 1;
        REAL *d = before->d;
        if (l->T) {
            const REAL *own[4];
            for (int s = 0; s < S; s++)
                own[s] = (REAL *)l->d + s * l->ld;
            N(affine)(S, own, l->m, l->T, before->ld, NULL, d);
        } else {
            Py_ssize_t i = 0;
            const REAL *W = l->W;
            for (; S == 1 && i + 4 <= l->n; i += 4)
                N(dots)(1, 4, l->d, l->ld, W + i * l->ld, d + i, before->ld);
            for (; i < l->n; i++)
                N(dots)(S, 1, l->d, l->ld, W + i * l->ld, d + i, before->ld);
        }
        for (int s = 0; s < S; s++, d += before->ld) {
            const REAL *y = (REAL *)before->y + s * before->ld;
            if (S > 1)
                N(pull_apart)(d, NULL, y, NULL, before->m, before->activation, before->slope, NULL);
            else
                N(pull)(d, NULL, y, NULL, before->m, before->activation, before->slope, NULL);
        }
    }
    return loss;
}

static TARGET void N(transpose)(const Job *job)
{
    for (int k = 1; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        const REAL *W = l->W;
        REAL *T = l->T;
        for (Py_ssize_t j = 0; T && j < l->m; j++)
            for (Py_ssize_t i = 0; i < l->n; i++)
                T[j * (l - 1)->ld + i] = W[i * l->ld + j];
    }
}

/* One sample, plain gradient descent: its gradients are x d', so neither they nor their size need be written out. */
FN int N(one)(Job *job, const REAL *x, const REAL *t, double rate)
{
    double loss = N(pass)(1, job, &x, &t, job->factor), norm = 0;
    const REAL *row = x;
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        REAL inputs = N(square_row)(row, l->n, k ? NULL : job->x_end) + (l->b ? 1 : 0);
        norm += (double)inputs * (double)N(square_row)(l->d, l->ld, NULL);
        row = l->y;
    }
    if (!tally(job, loss, norm, 1))
        return 0;
    row = x;
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        REAL *d = l->d, *b = l->b, *T = l->T;
        for (Py_ssize_t j = 0; j < l->ld; j += LANES) {
            VEC g = SPLAT(rate) * LOAD(d + j);
            STORE(d + j, g);
            if (b)
                STORE(b + j, LOAD(b + j) - g);
        }
        N(rank_one)(l->W, l->n, row, d, l->ld);
        if (T) /* the same products, so T stays W' to the last bit */
            N(rank_one)(T, l->m, d, row, (l - 1)->ld);
        row = l->y;
    }
    return 1;
}

FN void N(gather)(const int S, Job *job, const int64_t *order, double f, double *loss)
{
    const REAL *x[4], *t[4], *rows[4];
    for (int s = 0; s < S; s++) {
        rows[s] = x[s] = (const REAL *)job->x + order[s] * job->layers->n;
        t[s] = (const REAL *)job->t + order[s] * job->layers[job->depth - 1].m;
    }
    *loss += N(pass)(S, job, x, t, f);
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        REAL *b = l->gb, *d = l->d;
        N(accumulate)(S, l->gW, l->n, rows, d, l->ld);
        for (Py_ssize_t j = 0; b && j < l->ld; j += LANES) {
            VEC sum = LOAD(b + j);
            for (int s = 0; s < S; s++)
                sum += LOAD(d + s * l->ld + j);
            STORE(b + j, sum);
        }
        for (int s = 0; s < S; s++)
            rows[s] = (REAL *)l->y + s * l->ld;
    }
}

/* A batch: gradients summed, four samples at a time, then one move. */
static TARGET int N(batch)(Job *job, const int64_t *order, Py_ssize_t count, double rate, double step)
{
    double f = job->per_sample ? job->factor / (double)count : job->factor, loss = 0, norm = 0;
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        memset(l->gW, 0, (size_t)(l->n * l->ld) * sizeof(REAL));
        if (l->gb)
            memset(l->gb, 0, (size_t)l->ld * sizeof(REAL));
    }
    Py_ssize_t i = 0;
    for (; i + 4 <= count; i += 4)
        N(gather)(4, job, order + i, f, &loss);
    for (; i < count; i++)
        N(gather)(1, job, order + i, f, &loss);
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        if (job->rule.l1 != 0 || job->rule.l2 != 0)
            N(penalise)(&job->rule, l->W, l->gW, l->n * l->ld);
        norm += N(squares)(l->gW, l->n * l->ld) + (l->gb ? N(squares)(l->gb, l->ld) : 0);
    }
    if (!tally(job, loss, norm, count))
        return 0;
    norm = sqrt(norm);
    for (int k = 0; k < job->depth; k++) {
        const Dense *l = job->layers + k;
        for (int place = 0; place < (l->gb ? 2 : 1); place++) {
            REAL *p = place ? l->b : l->W, *g = place ? l->gb : l->gW;
            Py_ssize_t n = place ? l->ld : l->n * l->ld;
            if (norm > job->rule.clip)
                N(shrink)(g, n, job->rule.clip / norm);
            N(move)(&job->rule, p, g, place ? l->kept_b : l->kept_W, n, rate, step);
        }
    }
    N(transpose)(job);
    return 1;
}
