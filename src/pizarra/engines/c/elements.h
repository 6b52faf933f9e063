/* Activations and losses, a row at a time. */

/* f(x), for each f that takes its numbers one by one. ReLU is written so that NaN stays. */
FN VEC N(value)(VEC x, int code, double slope)
{
    switch (code) {
    case SIGMOID:
        return N(sigmoid)(x);
    case TANH:
        return N(tanh)(x);
    case RELU:
        return PICK(x < SPLAT(0), SPLAT(0), x);
    case LEAKY_RELU:
        return PICK(x > SPLAT(0), x, SPLAT(slope) * x);
    default:
        return x;
    }
}

/* The cotangent of x, from that of y = f(x): y tells the slope of each of these. */
FN VEC N(pulled)(VEC d, VEC y, int code, double slope)
{
    switch (code) {
    case SIGMOID:
        return d * (y * (SPLAT(1) - y));
    case TANH:
        return d * (SPLAT(1) - y * y);
    case RELU:
        return PICK(y > SPLAT(0), d, SPLAT(0));
    case LEAKY_RELU:
        return PICK(y > SPLAT(0), d, SPLAT(slope) * d);
    default:
        return d;
    }
}

/* y <- f(z + b) in place, over the m numbers of a row; a softmax is over the row. b is padded, or NULL. */
FN void N(activate)(REAL *z, const REAL *b, Py_ssize_t m, const REAL *end, int code, double slope)
{
    VEC all = SPLAT(0), top = SPLAT(-INFINITY);
    for (Py_ssize_t j = 0; j < m; j += LANES) {
        VEC x = N(get)(z + j, m - j, end, 0);
        if (b)
            x += LOAD(b + j);
        N(put)(z + j, m - j, end, N(value)(x, code, slope));
    }
    if (code != SOFTMAX)
        return;
    for (Py_ssize_t j = 0; j < m; j += LANES) {
        VEC x = N(get)(z + j, m - j, end, -INFINITY);
        top = PICK(x > top, x, top);
    }
    top = SPLAT(N(fold)(top, 1));
    for (Py_ssize_t j = 0; j < m; j += LANES) {
        VEC e = N(exp_below)(N(get)(z + j, m - j, end, -INFINITY) - top);
        all += e;
        N(put)(z + j, m - j, end, e);
    }
    all = SPLAT(N(fold)(all, 0));
    for (Py_ssize_t j = 0; j < m; j += LANES)
        N(put)(z + j, m - j, end, N(get)(z + j, m - j, end, 0) / all);
}

/* d <- the cotangent of z, from that of y = f(z), in place; added to the padded sums too, unless they are NULL. */
FN void N(pull)(REAL *d, const REAL *d_end, const REAL *y, const REAL *y_end, Py_ssize_t m, int code, double slope,
                REAL *sums)
{
    VEC all = SPLAT(0);
    for (Py_ssize_t j = 0; code == SOFTMAX && j < m; j += LANES)
        all += N(get)(d + j, m - j, d_end, 0) * N(get)(y + j, m - j, y_end, 0);
    if (code == SOFTMAX)
        all = SPLAT(N(fold)(all, 0));
    for (Py_ssize_t j = 0; j < m; j += LANES) {
        VEC g = N(get)(d + j, m - j, d_end, 0), v = N(get)(y + j, m - j, y_end, 0);
        g = code == SOFTMAX ? v * (g - all) : N(pulled)(g, v, code, slope);
        N(put)(d + j, m - j, d_end, g);
        if (sums)
            STORE(sums + j, LOAD(sums + j) + g);
    }
}

/* The logarithm of `count` ones and the rest, with every digit where the rest is next to 0. */
FN double N(log_sum)(REAL count, REAL rest)
{
    double more = WIDE ? log1p(rest / count) : log1pf((float)(rest / count));
    return count == 1 ? more : more + log(count);
}

/* d, a padded row <- the cotangent of one sample's outputs y; give its loss. Both times f, the factor. */
FN double N(loss)(REAL *d, const REAL *y, const REAL *y_end, const REAL *t, const REAL *t_end, Py_ssize_t m, int code,
                  double f)
{
    VEC zero = SPLAT(0), all = zero;
    double sum = 0;
    switch (code) {
    case SQUARED_ERROR:
        for (Py_ssize_t j = 0; j < m; j += LANES) {
            VEC e = N(get)(y + j, m - j, y_end, 0) - N(get)(t + j, m - j, t_end, 0);
            all += e * e;
            STORE(d + j, SPLAT(2 * f) * e);
        }
        return f * (double)N(fold)(all, 0);
    case CROSS_ENTROPY:
        for (Py_ssize_t j = 0; j < m; j++) {
            REAL p = t[j] == 0 ? (REAL)1 : y[j];
            sum -= t[j] * log(p);
            d[j] = (REAL)-f * (t[j] / p);
        }
        return f * sum;
    case BINARY_CROSS_ENTROPY:
        for (Py_ssize_t j = 0; j < m; j++) {
            REAL yes = t[j] == 0 ? (REAL)1 : y[j], no = t[j] == 1 ? (REAL)1 : 1 - y[j];
            sum -= t[j] * log(yes) + (1 - t[j]) * log(no);
            d[j] = (REAL)f * ((1 - t[j]) / no - t[j] / yes);
        }
        return f * sum;
    case BINARY_CROSS_ENTROPY_LOGITS: /* softplus(x) - t x, without the difference of two nearly equal numbers */
        for (Py_ssize_t j = 0; j < m; j += LANES) {
            VEC x = N(get)(y + j, m - j, y_end, 0), target = N(get)(t + j, m - j, t_end, 0);
            REAL e[LANES];
            STORE(e, N(exp_below)(PICK(x < zero, x, -x)));
            all += PICK(x > zero, (SPLAT(1) - target) * x, -target * x);
            for (int k = 0; k < LANES && k < m - j; k++)
                sum += log1p(e[k]);
            N(put)(d + j, m - j, NULL, SPLAT(f) * (N(sigmoid)(x) - target));
        }
        return f * (sum + (double)N(fold)(all, 0));
    default: { /* SOFTMAX_CROSS_ENTROPY: log p is x - top - log(sum of e^(x - top)), exact where p itself is 0 */
        VEC top = SPLAT(-INFINITY), tops = zero, rest = zero, weights = zero;
        for (Py_ssize_t j = 0; j < m; j += LANES) {
            VEC x = N(get)(y + j, m - j, y_end, -INFINITY);
            top = PICK(x > top, x, top);
        }
        top = SPLAT(N(fold)(top, 1));
        for (Py_ssize_t j = 0; j < m; j += LANES) {
            VEC x = N(get)(y + j, m - j, y_end, -INFINITY) - top, target = N(get)(t + j, m - j, t_end, 0);
            VEC e = N(exp_below)(x);
            tops += PICK(x == zero, SPLAT(1), zero);
            rest += PICK(x == zero, zero, e);
            weights += target;
            all += PICK(target == zero, zero, target * x);
            STORE(d + j, e);
        }
        REAL count = N(fold)(tops, 0), others = N(fold)(rest, 0);
        sum = (double)N(fold)(weights, 0) * N(log_sum)(count, others) - (double)N(fold)(all, 0);
        for (Py_ssize_t j = 0; j < m; j += LANES) {
            VEC target = N(get)(t + j, m - j, t_end, 0);
            STORE(d + j, SPLAT(f) * (LOAD(d + j) / SPLAT(count + others) - target));
        }
        return f * sum;
    }
    }
}

/* The same out of line, for several samples: there a call costs little, and the compiler has less to do. */
static APART TARGET void N(activate_apart)(REAL *z, const REAL *b, Py_ssize_t m, const REAL *end, int code, double slope)
{
    N(activate)(z, b, m, end, code, slope);
}

static APART TARGET void N(pull_apart)(REAL *d, const REAL *d_end, const REAL *y, const REAL *y_end, Py_ssize_t m,
                                       int code, double slope, REAL *sums)
{
    N(pull)(d, d_end, y, y_end, m, code, slope, sums);
}

static APART TARGET double N(loss_apart)(REAL *d, const REAL *y, const REAL *y_end, const REAL *t, const REAL *t_end,
                                         Py_ssize_t m, int code, double f)
{
    return N(loss)(d, y, y_end, t, t_end, m, code, f);
}
