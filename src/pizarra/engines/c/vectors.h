/* Vectors, exp, and rows of numbers. Vectors are those of GCC and Clang: the plain operators work on all lanes. With LANES
 * 1 they are numbers, and the same text compiles everywhere. A row that is `padded` is a multiple of LANES long, and its
 * lanes beyond m are 0. */

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

/* For |x| up to -LEAST give s and q with e^x = s + s q: x = k ln 2 + r, s = 2^k, q = e^r - 1. NaN stays NaN; what comes
 * of other x is for the caller to replace, beside the chain of operations that a sample's step waits for.
 * q = r + r^2 P(r), with P the polynomial of least greatest error on |r| <= ln 2 / 2: below 1.3e-17 of e^r (9e-10 for
 * float). It is added up in pairs, pairs of pairs, and so on, which makes that chain shorter. */
FN void N(exponential)(VEC x, VEC *s, VEC *q)
{
    VEC k = x * SPLAT(1.44269504088896340736) + SPLAT(MAGIC), n = k - SPLAT(MAGIC);
    VEC r = (x - n * SPLAT(LN2_HIGH)) - n * SPLAT(LN2_LOW), r2 = r * r, p;
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
    *s = N(power)(k);
}

FN VEC N(exp_below)(VEC x) /* e^x for x <= 0 */
{
    VEC s, q;
    N(exponential)(x, &s, &q);
    return PICK(x < SPLAT(LEAST), SPLAT(0), s + s * q);
}

FN VEC N(sigmoid)(VEC x) /* 1 / (1 + e^-x); beyond 40 it is 1 */
{
    VEC s, q, one = SPLAT(1), end = PICK(x < SPLAT(0), SPLAT(0), one);
    N(exponential)(-x, &s, &q);
    return PICK((x < SPLAT(LEAST)) | (x > SPLAT(40)), end, one / ((one + s) + s * q));
}

FN VEC N(tanh)(VEC x) /* by e^(-2|x|) - 1, which keeps the digits of a small x; beyond 20 it is 1 */
{
    VEC s, q, one = SPLAT(1), below = PICK(x < SPLAT(0), x, -x), twice = below + below;
    N(exponential)(twice, &s, &q);
    VEC less = s * q + (s - one), y = PICK(below < SPLAT(-20), -one, less / (SPLAT(2) + less));
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

FN REAL N(first)(VEC v)
{
    REAL a[LANES];
    STORE(a, v);
    return a[0];
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
