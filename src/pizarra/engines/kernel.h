/* The arithmetic, once for each instruction set and number type: kernel.c includes this file with
 *   SET    the name of the instruction set, TARGET the attribute that allows it, BYTES the size of its vectors
 * and the file then includes itself with
 *   REAL   float or double, INT and UINT the integers of its size, KIND its name
 *   LANES  how many numbers are computed at once; 1 where the compiler has no vectors
 *   N(x)   the name x with the ending of this copy
 * Vectors are those of GCC and Clang: the plain operators work on all lanes. With LANES 1 they are numbers, and the
 * same text compiles everywhere. A row that is `padded` is a multiple of LANES long, and its lanes beyond m are 0. */

#ifndef REAL
#define REAL double
#define INT int64_t
#define UINT uint64_t
#define KIND f8
#define LANES (VECTORS ? BYTES / 8 : 1)
#include "kernel.h"
#undef REAL
#undef INT
#undef UINT
#undef KIND
#undef LANES
#define REAL float
#define INT int32_t
#define UINT uint32_t
#define KIND f4
#define LANES (VECTORS ? BYTES / 4 : 1)
#include "kernel.h"
#undef REAL
#undef INT
#undef UINT
#undef KIND
#undef LANES
#undef SET
#undef TARGET
#undef BYTES
#else

#define FN static inline ALWAYS TARGET

#if VECTORS
typedef REAL N(vec) __attribute__((vector_size(LANES * sizeof(REAL))));
typedef INT N(ints) __attribute__((vector_size(LANES * sizeof(REAL))));
typedef REAL N(loose) __attribute__((vector_size(LANES * sizeof(REAL)), aligned(sizeof(REAL)), may_alias));
#define SPLAT(x) ((REAL)(x) - (VEC){0}) /* x - 0 is x, whatever x is; x + 0 would not be, for -0 */
#define LOAD(p) ((VEC) * (const N(loose) *)(p))
#define STORE(p, v) (*(N(loose) *)(p) = (N(loose))(v))
#define PICK(mask, a, b) ((VEC)(((mask) & (N(ints))(a)) | (~(mask) & (N(ints))(b))))
#else
typedef REAL N(vec);
typedef INT N(ints);
#define SPLAT(x) ((REAL)(x))
#define LOAD(p) (*(const REAL *)(p))
#define STORE(p, v) (*(REAL *)(p) = (v))
#define PICK(mask, a, b) ((mask) ? (a) : (b))
#endif
#define VEC N(vec)

/* ---- exp, and what is made of it ---- */

#define WIDE (sizeof(REAL) == 8)
#define LEAST (WIDE ? -708.0 : -87.0) /* below, e^x is taken as 0: it would have fewer digits */
#define MAGIC (WIDE ? 6755399441055744.0 : 12582912.0) /* 1.5 * 2^52 (2^23): adding it rounds to a whole number */
#define LN2_HIGH (WIDE ? 6.93147180369123816490e-01 : 0.693359375) /* ends in zeros: a small multiple is exact */
#define LN2_LOW (WIDE ? 1.90821492927058770002e-10 : -2.12194440054690583e-4)

/* Give 2^k, where the whole number k stands in the last bits of k + MAGIC. */
FN VEC N(power)(VEC k)
{
    N(ints) bits;
    memcpy(&bits, &k, sizeof bits);
#if VECTORS
    bits = (bits + (WIDE ? 1023 : 127)) << (WIDE ? 52 : 23);
#else /* a shift of a negative number is not defined */
    bits = (INT)((UINT)(bits + (WIDE ? 1023 : 127)) << (WIDE ? 52 : 23));
#endif
    memcpy(&k, &bits, sizeof bits);
    return k;
}

/* For x <= 0 give s and q with e^x = s + s q: x = k ln 2 + r, s = 2^k, q = e^r - 1. NaN stays NaN.
 * q = r + r^2 P(r), with P the polynomial of least greatest error on |r| <= ln 2 / 2: below 1.3e-17 of e^r (9e-10 for
 * float). It is added up in pairs, pairs of pairs, and so on, because one sample's step waits for it. */
FN void N(exponential)(VEC x, VEC *s, VEC *q)
{
    VEC least = SPLAT(LEAST), low = PICK(x < least, least, x);
    VEC k = low * SPLAT(1.44269504088896340736) + SPLAT(MAGIC), n = k - SPLAT(MAGIC);
    VEC r = (low - n * SPLAT(LN2_HIGH)) - n * SPLAT(LN2_LOW), r2 = r * r, p;
    if (WIDE) {
        VEC r4 = r2 * r2;
        VEC a = SPLAT(0x1.0000000000001p-1) + r * SPLAT(0x1.5555555555558p-3);
        VEC b = SPLAT(0x1.5555555553d62p-5) + r * SPLAT(0x1.111111110f804p-7);
        VEC c = SPLAT(0x1.6c16c1788c091p-10) + r * SPLAT(0x1.a01a01b00bbf8p-13);
        VEC d = SPLAT(0x1.a019b90c8bbfcp-16) + r * SPLAT(0x1.71ddf6b531638p-19);
        VEC e = SPLAT(0x1.289186064e3e4p-22) + r * SPLAT(0x1.af63286b26cb8p-26);
        p = (a + r2 * b) + r4 * ((c + r2 * d) + r4 * e);
    } else {
        VEC a = SPLAT(0.5000000027f) + r * SPLAT(0.1666657697f);
        VEC b = SPLAT(0.041666375132f) + r * SPLAT(0.0083631812345f);
        p = a + r2 * (b + r2 * SPLAT(0.0013941124127f));
    }
    *q = r + r2 * p;
    *s = PICK(x < least, SPLAT(0), N(power)(k));
}

FN VEC N(exp_below)(VEC x) /* e^x for x <= 0 */
{
    VEC s, q;
    N(exponential)(x, &s, &q);
    return s + s * q;
}

FN VEC N(sigmoid)(VEC x)
{
    VEC one = SPLAT(1), e = N(exp_below)(PICK(x < SPLAT(0), x, -x));
    return PICK(x < SPLAT(0), e, one) / (one + e);
}

FN VEC N(tanh)(VEC x) /* by e^(-2|x|) - 1, which keeps the digits of a small x */
{
    VEC s, q, one = SPLAT(1), twice = x + x;
    N(exponential)(PICK(x < SPLAT(0), twice, -twice), &s, &q);
    VEC less = s * q + (s - one), y = less / (SPLAT(2) + less);
    return PICK(x < SPLAT(0), y, -y);
}

/* ---- a row, LANES numbers at a time, of which `left` are still its own. A row is padded where `end` is NULL. Elsewhere
 * `end` is that of the array: what stands before it may be read, but only the row's own numbers are written, because the
 * next row would have to wait for the others. ---- */

#if VECTORS
static const INT N(masks)[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

FN VEC N(merged)(VEC v, Py_ssize_t left, VEC rest) /* v, and the rest's lanes from `left` on */
{
    N(ints) own;
    memcpy(&own, N(masks) + 16 - left, sizeof own);
    return PICK(own, v, rest);
}
#else
FN VEC N(merged)(VEC v, Py_ssize_t left, VEC rest)
{
    return left > 0 ? v : rest;
}
#endif

/* Out of line: it runs for the last rows of an array only. */
static APART TARGET void N(get_some)(REAL *to, const REAL *p, Py_ssize_t left, REAL instead)
{
    for (int k = 0; k < LANES; k++)
        to[k] = k < left ? p[k] : instead;
}

FN VEC N(get)(const REAL *p, Py_ssize_t left, const REAL *end, double instead)
{
    REAL some[LANES];
    if (left >= LANES || (!end && instead == 0))
        return LOAD(p);
    if (!end || p + LANES <= end)
        return N(merged)(LOAD(p), left, SPLAT(instead));
    N(get_some)(some, p, left, (REAL)instead);
    return LOAD(some);
}

FN void N(put)(REAL *p, Py_ssize_t left, const REAL *end, VEC v)
{
    REAL some[LANES];
    if (left >= LANES) {
        STORE(p, v);
    } else if (!end) {
        STORE(p, N(merged)(v, left, SPLAT(0)));
    } else {
        STORE(some, v);
        for (int k = 0; k < left; k++)
            p[k] = some[k];
    }
}

/* The sum of all lanes, or the greatest; NaN is not greater than anything. */
FN REAL N(fold)(VEC v, int greatest)
{
#if VECTORS
    typedef REAL Part __attribute__((vector_size(16)));
    typedef INT Mask __attribute__((vector_size(16)));
    Part part[BYTES / 16];
    memcpy(part, &v, sizeof part);
    for (int w = BYTES / 32; w > 0; w /= 2)
        for (int k = 0; k < w; k++) {
            Mask more = part[k + w] > part[k];
            Part top = (Part)((more & (Mask)part[k + w]) | (~more & (Mask)part[k]));
            part[k] = greatest ? top : part[k] + part[k + w];
        }
    REAL a[16 / sizeof(REAL)];
    memcpy(a, part, sizeof a);
    for (int w = (int)(8 / sizeof(REAL)); w > 0; w /= 2)
        for (int k = 0; k < w; k++)
            a[k] = !greatest ? a[k] + a[k + w] : a[k + w] > a[k] ? a[k + w] : a[k];
    return a[0];
#else
    (void)greatest;
    return v;
#endif
}

FN REAL N(square_row)(const REAL *p, Py_ssize_t m, const REAL *end)
{
    VEC sum = SPLAT(0);
    for (Py_ssize_t j = 0; j < m; j += LANES) {
        VEC v = N(get)(p + j, m - j, end, 0);
        sum += v * v;
    }
    return N(fold)(sum, 0);
}

/* The sum of squares of many numbers: in parts, each small enough to lose no digits of a float. */
static TARGET double N(squares)(const void *given, Py_ssize_t n)
{
    const REAL *p = given, *end = p + n;
    double sum = 0;
    for (; end - p >= 8 * LANES; ) {
        VEC a = SPLAT(0), b = a, c = a, d = a;
        for (int k = 0; k < 512 && end - p >= 4 * LANES; k++, p += 4 * LANES) {
            VEC v = LOAD(p), w = LOAD(p + LANES), x = LOAD(p + 2 * LANES), y = LOAD(p + 3 * LANES);
            a += v * v, b += w * w, c += x * x, d += y * y;
        }
        sum += (double)N(fold)((a + b) + (c + d), 0);
    }
    return sum + (double)N(square_row)(p, end - p, end);
}

/* ---- activations and losses, a row at a time ---- */

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

/* ---- linear layers. `x` are the rows of S samples; W has rows of ld, a multiple of LANES ---- */

/* y <- x W + b for B vectors of outputs. C sums run side by side, because each waits for the one before it. */
FN void N(tile)(const int S, const int C, const int B, const REAL *const *x, Py_ssize_t n, const REAL *W, Py_ssize_t ld,
                const REAL *b, REAL *y, Py_ssize_t ldy)
{
    VEC sum[4][8];
    Py_ssize_t i = 0;
    for (int s = 0; s < S * C; s++)
        for (int k = 0; k < B; k++)
            sum[s][k] = b && s % C == 0 ? LOAD(b + k * LANES) : SPLAT(0);
    for (; i + C <= n; i += C)
        for (int c = 0; c < C; c++)
            for (int k = 0; k < B; k++) {
                VEC w = LOAD(W + (i + c) * ld + k * LANES);
                for (int s = 0; s < S; s++)
                    sum[s * C + c][k] += SPLAT(x[s][i + c]) * w;
            }
    for (; C > 1 && i < n; i++)
        for (int k = 0; k < B; k++)
            sum[0][k] += SPLAT(x[0][i]) * LOAD(W + i * ld + k * LANES);
    for (int s = 0; s < S; s++)
        for (int k = 0; k < B; k++) {
            for (int c = 1; c < C; c++)
                sum[s * C][k] += sum[s * C + c][k];
            STORE(y + s * ldy + k * LANES, sum[s * C][k]);
        }
}

#define LARGE (LANES * sizeof(REAL) == 64) /* such instruction sets have 32 registers, the others 16 */

FN void N(affine)(const int S, const REAL *const *x, Py_ssize_t n, const REAL *W, Py_ssize_t ld, const REAL *b, REAL *y)
{
    for (Py_ssize_t j = 0, left; (left = (ld - j) / LANES) > 0;) {
#define TILE(C, B) (N(tile)(S, C, B, x, n, W + j, ld, b ? b + j : b, y + j, ld), j += (B) * LANES)
        if (S == 1 && left >= 8)
            TILE(1, 8);
        else if (left >= 4 && (S == 1 || LARGE))
            TILE(S == 1 ? 2 : 1, 4);
        else if (left >= 2)
            TILE(S == 1 ? 4 : 1, 2);
        else
            TILE(S == 1 ? 4 : 1, 1);
#undef TILE
    }
}

/* x <- d W', row by row of W: what the transposed copy T is for, where there is none. */
FN void N(dots)(const int S, const int A, const REAL *d, Py_ssize_t ld, const REAL *W, REAL *x, Py_ssize_t ldx)
{
    VEC sum[4];
    for (int k = 0; k < S * A; k++)
        sum[k] = SPLAT(0);
    for (Py_ssize_t j = 0; j < ld; j += LANES)
        for (int a = 0; a < A; a++) {
            VEC w = LOAD(W + a * ld + j);
            for (int s = 0; s < S; s++)
                sum[s * A + a] += w * LOAD(d + s * ld + j);
        }
    for (int s = 0; s < S; s++)
        for (int a = 0; a < A; a++)
            x[s * ldx + a] = N(fold)(sum[s * A + a], 0);
}

/* W <- W - x g', for one sample. */
FN void N(rank_one)(REAL *W, Py_ssize_t n, const REAL *x, const REAL *g, Py_ssize_t ld)
{
    for (Py_ssize_t j = 0, left; (left = (ld - j) / LANES) > 0;) {
#define TILE(B)                                                              do {                                                                         VEC own[B];                                                              for (int k = 0; k < B; k++)                                                  own[k] = LOAD(g + j + k * LANES);                                    for (Py_ssize_t i = 0; i < n; i++)                                           for (int k = 0; k < B; k++) {                                                REAL *w = W + i * ld + j + k * LANES;                                    STORE(w, LOAD(w) - SPLAT(x[i]) * own[k]);                            }                                                                    j += B * LANES;                                                      } while (0)
        if (left >= 8)
            TILE(8);
        else if (left >= 4)
            TILE(4);
        else if (left >= 2)
            TILE(2);
        else
            TILE(1);
#undef TILE
    }
}

/* G <- G + the sum of x d' over S samples. */
FN void N(accumulate)(const int S, REAL *G, Py_ssize_t n, const REAL *const *x, const REAL *d, Py_ssize_t ld)
{
    for (Py_ssize_t j = 0, left; (left = (ld - j) / LANES) > 0;) {
#define TILE(B)                                                              do {                                                                         VEC own[4][B];                                                           for (int s = 0; s < S; s++)                                                  for (int k = 0; k < B; k++)                                                  own[s][k] = LOAD(d + s * ld + j + k * LANES);                    for (Py_ssize_t i = 0; i < n; i++)                                           for (int k = 0; k < B; k++) {                                                REAL *w = G + i * ld + j + k * LANES;                                    VEC sum = LOAD(w);                                                       for (int s = 0; s < S; s++)                                                  sum += SPLAT(x[s][i]) * own[s][k];                                   STORE(w, sum);                                                       }                                                                    j += B * LANES;                                                      } while (0)
        if (left >= 4 && LARGE)
            TILE(4);
        else if (left >= 2)
            TILE(2);
        else
            TILE(1);
#undef TILE
    }
}

#define SQRT(x) ((REAL)(WIDE ? sqrt(x) : sqrtf((float)(x))))

/* ---- optimisers: the definitions of pizarra.optimizers, a number at a time ---- */

static TARGET void N(move)(const Rule *rule, void *p_, void *g_, void *const *kept, Py_ssize_t n, double rate_,
                           double step)
{
    REAL *restrict p = p_, *restrict g = g_;
    const REAL rate = (REAL)rate_, decay = (REAL)rule->decay;
    if (rule->kind == SGD) {
        const REAL mu = (REAL)rule->first, fresh = (REAL)(1 - rule->second);
        REAL *restrict m = kept[0];
        if (mu == 0) {
            for (Py_ssize_t i = 0; i < n; i++)
                p[i] -= rate * (g[i] + decay * p[i]);
            return;
        }
        for (Py_ssize_t i = 0; i < n; i++) {
            REAL slope = g[i] + decay * p[i];
            m[i] = step == 1 ? slope : mu * m[i] + fresh * slope;
            p[i] -= rate * (rule->flag ? slope + mu * m[i] : m[i]);
        }
        return;
    }
    const REAL beta1 = (REAL)rule->first, beta2 = (REAL)rule->second, epsilon = (REAL)rule->third;
    const REAL fresh1 = (REAL)(1 - rule->first), fresh2 = (REAL)(1 - rule->second);
    const REAL scale = (REAL)pow(1 - pow(rule->second, step), -0.5);
    const REAL stride = (REAL)(rate_ / (1 - pow(rule->first, step)));
    const REAL kept_part = rule->kind == ADAMW ? (REAL)(1 - rate_ * rule->decay) : 1;
    const REAL added = rule->kind == ADAMW ? 0 : decay;
    REAL *restrict m = kept[0], *restrict v = kept[1], *restrict top = kept[2];
#define ADAM_STEP(GREATEST)                                                  for (Py_ssize_t i = 0; i < n; i++) {                                         REAL slope = g[i] + added * p[i], v_;                                    m[i] = beta1 * m[i] + fresh1 * slope;                                    v[i] = v_ = beta2 * v[i] + fresh2 * (slope * slope);                     GREATEST;                                                                p[i] = p[i] * kept_part - stride * (m[i] / (SQRT(v_) * scale + epsilon));     }
    if (rule->flag) {
        ADAM_STEP(top[i] = v_ = top[i] > v_ ? top[i] : v_)
    } else {
        ADAM_STEP((void)top)
    }
#undef ADAM_STEP
}

static TARGET void N(penalise)(const Rule *rule, const void *p_, void *g_, Py_ssize_t n)
{
    const REAL *restrict p = p_;
    REAL *restrict g = g_;
    const REAL l1 = (REAL)rule->l1, l2 = (REAL)rule->l2;
    for (Py_ssize_t i = 0; i < n; i++)
        g[i] += l1 * (REAL)((p[i] > 0) - (p[i] < 0)) + l2 * p[i];
}

static TARGET void N(shrink)(void *g_, Py_ssize_t n, double by)
{
    REAL *g = g_;
    const REAL part = (REAL)by;
    for (Py_ssize_t i = 0; i < n; i++)
        g[i] *= part;
}

/* ---- whole steps ---- */

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

/* ---- arrays of rows, as NumPy has them; `room` has padded rows of zeros ---- */

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

#endif
