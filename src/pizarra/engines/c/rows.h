/* Arrays of rows, as NumPy has them; `room` has padded rows of zeros. */

#define PADDED(m) (((m) + LANES - 1) / LANES * LANES)

static TARGET void N(activate_rows)(void *z_, const void *b, void *room, Py_ssize_t rows, Py_ssize_t m, int code,
                                    double slope)
{
    REAL *z = z_;
    if (b)
        memcpy(room, b, (size_t)m * sizeof(REAL));
    for (Py_ssize_t i = 0; i < rows; i++)
        N(activate)(z + i * m, b ? room : NULL, m, z + rows * m, code, slope);
}

static TARGET void N(pull_rows)(void *d_, const void *y_, void *db, void *room, Py_ssize_t rows, Py_ssize_t m, int code,
                                double slope)
{
    REAL *d = d_;
    const REAL *y = y_;
    for (Py_ssize_t i = 0; i < rows; i++)
        N(pull)(d + i * m, d + rows * m, y + i * m, y + rows * m, m, code, slope, db ? room : NULL);
    if (db)
        memcpy(db, room, (size_t)m * sizeof(REAL));
}

#define SHORT 32 /* numbers of a row that is short */

/* The softmax cross-entropy of LANES short rows at once, one in each lane: in one row each operation would have to wait
 * for the one before it. z <- the cotangent, added to sums too. */
FN double N(short_rows)(REAL *z, const REAL *b, const REAL *t, REAL *sums, Py_ssize_t m, double f)
{
    VEC x[SHORT], target[SHORT], zero = SPLAT(0), top = SPLAT(-INFINITY), tops = zero, rest = zero, weights = zero,
                                 apart = zero;
    REAL turned[LANES], count[LANES], others[LANES];
    for (Py_ssize_t j = 0; j < m; j++) {
        for (int r = 0; r < LANES; r++)
            turned[r] = z[r * m + j] + b[j];
        x[j] = LOAD(turned);
        for (int r = 0; r < LANES; r++)
            turned[r] = t[r * m + j];
        target[j] = LOAD(turned);
        top = PICK(x[j] > top, x[j], top);
    }
    for (Py_ssize_t j = 0; j < m; j++) {
        VEC below = x[j] - top;
        x[j] = N(exp_below)(below);
        tops += PICK(below == zero, SPLAT(1), zero);
        rest += PICK(below == zero, zero, x[j]);
        weights += target[j];
        apart += PICK(target[j] == zero, zero, target[j] * below);
    }
    STORE(count, tops);
    STORE(others, rest);
    for (int r = 0; r < LANES; r++)
        turned[r] = (REAL)N(log_sum)(count[r], others[r]);
    VEC all = tops + rest, loss = weights * LOAD(turned) - apart;
    for (Py_ssize_t j = 0; j < m; j++) {
        VEC d = SPLAT(f) * (x[j] / all - target[j]);
        sums[j] += N(fold)(d, 0);
        STORE(turned, d);
        for (int r = 0; r < LANES; r++)
            z[r * m + j] = turned[r];
    }
    return f * (double)N(fold)(loss, 0);
}

static TARGET double N(output_rows)(void *z_, const void *b, const void *t_, void *db, void *room, Py_ssize_t rows,
                                    Py_ssize_t m, int code, double slope, int loss, double f)
{
    REAL *z = z_, *end = z + rows * m, *sums = room, *bias = sums + PADDED(m), *y = bias + PADDED(m), *d = y + PADDED(m);
    const REAL *t = t_;
    double sum = 0;
    if (b)
        memcpy(bias, b, (size_t)m * sizeof(REAL));
    Py_ssize_t i = 0;
    for (; loss == SOFTMAX_CROSS_ENTROPY && code == IDENTITY && m <= SHORT && i + LANES <= rows; i += LANES)
        sum += N(short_rows)(z + i * m, bias, t + i * m, sums, m, f);
    for (z += i * m, t += i * m; i < rows; i++, z += m, t += m) {
        for (Py_ssize_t j = 0; j < m; j += LANES)
            STORE(y + j, N(get)(z + j, m - j, end, 0));
        N(activate_apart)(y, bias, m, NULL, code, slope);
        sum += N(loss_apart)(d, y, NULL, t, (const REAL *)t_ + rows * m, m, loss, f);
        N(pull_apart)(d, NULL, y, NULL, m, code, slope, sums);
        for (Py_ssize_t j = 0; j < m; j += LANES)
            N(put)(z + j, m - j, end, LOAD(d + j));
    }
    if (db)
        memcpy(db, sums, (size_t)m * sizeof(REAL));
    return sum;
}
