/* Steps of plain gradient descent on one hidden layer that is one vector wide, by the squared error. Each step waits for
 * the one before it, so what counts is how many operations lie on the way from one sample's sums z to the next one's.
 * W and b move beside that way: z' by the new W is z' by the old one less a multiple of what z itself takes. Of the second
 * layer only T, its weights transposed, is kept, in which an output's weights are one vector; d, errors and deltas lack
 * the factor 2 f of the loss until the end. */
static TARGET void N(narrow)(Job *job)
{
    const Dense *l = job->layers, *out = l + 1;
    const Py_ssize_t n = l->n, m = out->m, plain = out->activation == IDENTITY;
    const REAL *x = (const REAL *)job->x + job->order[0] * n;
    const REAL twice = (REAL)(2 * job->factor);
    REAL *W = l->W, *T = out->T, *c = out->b, *delta = out->d;
    VEC b = l->b ? LOAD((REAL *)l->b) : SPLAT(0), z = b, zero = SPLAT(0);
    for (Py_ssize_t i = 0; i < n; i++)
        z += SPLAT(x[i]) * LOAD(W + i * LANES);
    for (Py_ssize_t k = 0; k < job->steps; k++) {
        const REAL *t = (const REAL *)job->t + job->order[k] * m;
        const REAL *next = (const REAL *)job->x + job->order[k + 1 < job->steps ? k + 1 : k] * n;
        const REAL rate = (REAL)job->rates[k] * twice;
        VEC h = N(value)(z, l->activation, l->slope), d = zero, errors = zero, deltas = zero;
        VEC slope = N(pulled)(SPLAT(1), h, l->activation, l->slope), own = N(merged)(h, l->m, zero);
        for (Py_ssize_t j = 0; j < m; j++) {
            REAL start = c ? c[j] : 0;
            VEC v = LOAD(T + j * LANES), first = N(merged)(SPLAT(plain ? start - t[j] : start), 1, zero);
            VEC e = SPLAT(N(fold)(first + h * v, 0)), y = e, pulled = e;
            if (!plain) {
                y = N(value)(e, out->activation, out->slope), e = y - SPLAT(t[j]);
                pulled = N(pulled)(e, y, out->activation, out->slope);
            }
            d += pulled * v;
            errors += e * e, deltas += pulled * pulled;
            delta[j] = N(first)(pulled);
        }
        VEC ahead = b;
        REAL squares = l->b ? 1 : 0, across = squares; /* of x, and of x with the next one */
        for (Py_ssize_t i = 0; i < n; i++) {
            squares += x[i] * x[i], across += x[i] * next[i];
            ahead += SPLAT(next[i]) * LOAD(W + i * LANES);
        }
        z = ahead - SPLAT(rate * across) * slope * d;
        d *= slope;
        REAL norm = N(fold)(SPLAT(squares) * (d * d) + deltas * (own * own), 0) + (c ? N(first)(deltas) : 0);
        if (!tally(job, job->factor * (double)N(first)(errors), (double)(norm * twice * twice), 1))
            break;
        d *= SPLAT(rate);
        if (l->b)
            b -= d;
        for (Py_ssize_t i = 0; i < n; i++)
            STORE(W + i * LANES, LOAD(W + i * LANES) - SPLAT(x[i]) * d);
        for (Py_ssize_t j = 0; j < m; j++) {
            REAL step = rate * delta[j];
            STORE(T + j * LANES, LOAD(T + j * LANES) - SPLAT(step) * own);
            if (c)
                c[j] -= step;
        }
        x = next;
    }
    if (l->b)
        STORE((REAL *)l->b, N(merged)(b, l->m, zero));
    for (Py_ssize_t j = 0; j < m; j++)
        for (Py_ssize_t i = 0; i < out->n; i++)
            ((REAL *)out->W)[i * out->ld + j] = T[j * LANES + i];
}
