/* Many steps. */

static TARGET void N(train)(Job *job)
{
    const Dense *last = job->layers + job->depth - 1;
    int tiny = job->plain;
    for (const Dense *l = job->layers; l <= last; l++)
        tiny = tiny && l->ld == LANES && l->activation != SOFTMAX;
    N(transpose)(job);
    for (Py_ssize_t k = 0, done = 1; done && k < job->steps; k++) {
        const int64_t *order = job->order + k * job->batch;
        Py_ssize_t left = job->samples - k * job->batch;
        const REAL *x = (const REAL *)job->x + order[0] * job->layers->n, *t = (const REAL *)job->t + order[0] * last->m;
        if (tiny)
            done = N(tiny)(job, x, t, job->rates[k]);
        else if (job->plain)
            done = N(one)(job, x, t, job->rates[k]);
        else
            done = N(batch)(job, order, left < job->batch ? left : job->batch, job->rates[k], job->first_step + (double)k);
    }
}
