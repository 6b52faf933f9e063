/* The outputs of all layers in a row, for many samples. A thread takes a block of samples through all layers, then the next
 * that nobody has: one that starts late leaves the others no waiting. */

static TARGET void N(forward)(Job *job, int place)
{
    const Dense *first = job->layers, *last = first + job->depth - 1;
    const REAL **x = (const REAL **)job->xs + place * BLOCK;
    for (Py_ssize_t top; (top = next(job) * BLOCK) < job->samples;) {
        const Py_ssize_t count = job->samples - top < BLOCK ? job->samples - top : BLOCK;
        const REAL *const *read = x;
        for (Py_ssize_t s = 0; s < count; s++)
            x[s] = (const REAL *)job->x + (top + s) * first->n;
        for (const Dense *l = first; l <= last; l++) {
            REAL *const *y = (REAL *const *)l->ys + place * BLOCK;
            N(products)(read, y, count, l->n, l->W, l->ld, l->b, 0, l->ld);
            for (Py_ssize_t s = 0; l->activation != IDENTITY && s < count; s++)
                N(activate_apart)(y[s], NULL, l->m, NULL, l->activation, l->slope);
            read = (const REAL *const *)y;
        }
        for (Py_ssize_t s = 0; s < count; s++)
            memcpy((REAL *)job->out + (top + s) * last->m, read[s], (size_t)last->m * sizeof(REAL));
    }
}

#define SMALLEST (WIDE ? 2.2250738585072014e-308 : 1.1754943508222875e-38) /* below, numbers lose digits */

/* Take weights that are next to nothing as 0: processors multiply such numbers a hundred times slower, and a training leaves
 * thousands of them in units that are dead. What they would add is smaller than the least number with all its digits. */
FN void N(clear)(REAL *W, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++)
        W[i] = W[i] > (REAL)-SMALLEST && W[i] < (REAL)SMALLEST ? 0 : W[i];
}

static TARGET void N(forward_all)(Job *job)
{
    for (int k = 0; k < job->depth; k++)
        N(clear)(job->layers[k].W, job->layers[k].n * job->layers[k].ld);
    share_out(job, N(forward));
}
