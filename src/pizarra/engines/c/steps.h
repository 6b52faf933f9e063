/* One step of plain gradient descent on one sample; batch.h has those of a batch. */

/* Forward and backward: leaves y and d of every layer, and gives the loss. */
FN double N(pass)(const Job *job, const REAL *x, const REAL *t, double f)
{
    const Dense *l = job->layers, *last = l + job->depth - 1;
    double loss;
    for (;; x = l->y, l++) {
        N(affine)(x, l->n, l->W, l->ld, l->b, l->y);
        if (l->activation == SOFTMAX)
            N(activate_apart)(l->y, NULL, l->m, NULL, l->activation, l->slope);
        else if (l->activation != IDENTITY)
            N(activate)(l->y, NULL, l->m, NULL, l->activation, l->slope);
        if (l == last)
            break;
    }
    if (job->loss != SQUARED_ERROR)
        loss = N(loss_apart)(l->d, l->y, NULL, t, job->t_end, l->m, job->loss, f);
    else
        loss = N(loss)(l->d, l->y, NULL, t, job->t_end, l->m, SQUARED_ERROR, f);
    if (l->activation != IDENTITY)
        N(pull_apart)(l->d, NULL, l->y, NULL, l->m, l->activation, l->slope, NULL);
    for (; l > job->layers; l--) {
        const Dense *before = l - 1;
        REAL *d = before->d;
        if (l->T) {
            N(affine)(l->d, l->m, l->T, before->ld, NULL, d);
        } else {
            Py_ssize_t i = 0;
            const REAL *W = l->W;
            for (; i + 4 <= l->n; i += 4)
                N(dots)(4, l->d, l->ld, W + i * l->ld, d + i);
            for (; i < l->n; i++)
                N(dots)(1, l->d, l->ld, W + i * l->ld, d + i);
        }
        N(pull)(d, NULL, before->y, NULL, before->m, before->activation, before->slope, NULL);
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

/* The gradients are x d', so neither they nor their size need be written out. */
FN int N(one)(Job *job, const REAL *x, const REAL *t, double rate)
{
    double loss = N(pass)(job, x, t, job->factor), norm = 0;
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
