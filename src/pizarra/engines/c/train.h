/* Many steps. */

static TARGET void N(batches)(Job *job, int place)
{
    for (Py_ssize_t k = 0, done = 1; done && k < job->steps; k++) {
        Py_ssize_t start = k * job->batch, left = job->samples - start;
        done = N(batch)(job, job->order + start, left < job->batch ? left : job->batch, job->rates[k],
                        job->first_step + (double)k, place);
    }
}

static TARGET void N(train)(Job *job)
{
    const Dense *first = job->layers, *last = first + job->depth - 1;
    if (!job->plain) {
        share_out(job, N(batches));
        return;
    }
    N(transpose)(job);
    if (job->narrow && first->ld == LANES && last->T) {
        N(narrow)(job);
        return;
    }
    for (Py_ssize_t k = 0, done = 1; done && k < job->steps; k++) {
        const int64_t row = job->order[k];
        done = N(one)(job, (const REAL *)job->x + row * first->n, (const REAL *)job->t + row * last->m, job->rates[k]);
    }
}
