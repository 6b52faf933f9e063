/* Many steps. */

static TARGET void N(train)(Job *job)
{
    const Dense *first = job->layers, *last = first + job->depth - 1;
    N(transpose)(job);
    if (job->narrow && first->ld == LANES && last->T) {
        N(narrow)(job);
        return;
    }
    for (Py_ssize_t k = 0, done = 1; done && k < job->steps; k++) {
        const int64_t *order = job->order + k * job->batch;
        Py_ssize_t left = job->samples - k * job->batch;
        if (job->plain)
            done = N(one)(job, (const REAL *)job->x + order[0] * first->n, (const REAL *)job->t + order[0] * last->m,
                          job->rates[k]);
        else
            done = N(batch)(job, order, left < job->batch ? left : job->batch, job->rates[k], job->first_step + (double)k);
    }
}
