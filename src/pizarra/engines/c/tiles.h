/* Matrix products of a batch. A tile of the result stays in registers while all its terms are added, and is as large as
 * the registers allow: each number that is read then serves several sums. */

#if defined(__GNUC__) && !defined(__clang__)
#define UNROLL _Pragma("GCC unroll 8") /* else the sums would stand in memory */
#else
#define UNROLL
#endif
#define LARGE (LANES * sizeof(REAL) == 64) /* such instruction sets have 32 registers, the others 16 */
#define TALL 6                             /* rows of a tile, with 4 vectors in a row, or 2 */
#define BROAD ((LARGE ? 4 : 2) * LANES)    /* numbers in such a row */

/* In a batch W is kept in panels of BROAD columns, one after the other, each row after row: what a tile reads then stands
 * in order, and of what a thread writes no other thread's processor fetches a part ahead. Give where column j is, and how
 * far it is to the next row. */
FN REAL *N(panel)(const void *W, Py_ssize_t n, Py_ssize_t ld, Py_ssize_t j, Py_ssize_t *next)
{
    Py_ssize_t first = j / BROAD * BROAD;
    *next = ld - first < BROAD ? ld - first : BROAD;
    return (REAL *)W + n * first + (j - first);
}

/* Do ACT(rows, B) for the tiles of all rows, from the top; `at` is where a tile begins. */
#define TILES_DOWN(at, rows, B, ACT)                                         \
    for (Py_ssize_t at = 0; at < (rows);) {                                  \
        Py_ssize_t more = (rows) - at;                                       \
        if (more >= TALL) {                                                  \
            ACT(TALL, B);                                                    \
            at += TALL;                                                      \
        } else if (more >= 4) {                                              \
            ACT(4, B);                                                       \
            at += 4;                                                         \
        } else if (more >= 2) {                                              \
            ACT(2, B);                                                       \
            at += 2;                                                         \
        } else {                                                             \
            ACT(1, B);                                                       \
            at += 1;                                                         \
        }                                                                    \
    }

FN void N(product)(const int S, const int B, const REAL *const *x, Py_ssize_t n, const REAL *W, Py_ssize_t ld,
                   const REAL *b, REAL *const *y, Py_ssize_t j)
{ /* W is its column j, ld the way to its next row */
    VEC sum[TALL][4];
    UNROLL for (int s = 0; s < S; s++)
        UNROLL for (int k = 0; k < B; k++)
            sum[s][k] = b ? LOAD(b + j + k * LANES) : SPLAT(0);
    for (Py_ssize_t i = 0; i < n; i++, W += ld) {
        VEC w[4];
        UNROLL for (int k = 0; k < B; k++)
            w[k] = LOAD(W + k * LANES);
        UNROLL for (int s = 0; s < S; s++)
            UNROLL for (int k = 0; k < B; k++)
                sum[s][k] += SPLAT(x[s][i]) * w[k];
    }
    UNROLL for (int s = 0; s < S; s++)
        UNROLL for (int k = 0; k < B; k++)
            STORE(y[s] + j + k * LANES, sum[s][k]);
}

/* y <- x W + b for these rows, in the columns from `from` to `to`. */
static TARGET void N(products)(const REAL *const *x, REAL *const *y, Py_ssize_t rows, Py_ssize_t n, const REAL *W,
                               Py_ssize_t ld, const REAL *b, Py_ssize_t from, Py_ssize_t to)
{
    for (Py_ssize_t top = 0, block; (block = rows - top < BLOCK ? rows - top : BLOCK) > 0; top += block)
        for (Py_ssize_t j = from, left; (left = (to - j) / LANES) > 0;) {
            int vectors = left >= 4 && LARGE ? 4 : left >= 2 ? 2 : 1;
            Py_ssize_t next;
            const REAL *column = N(panel)(W, n, ld, j, &next);
#define ACT(S, B) N(product)(S, B, x + top + s0, n, column, next, b, y + top + s0, j)
            if (vectors == 4 && LARGE)
                TILES_DOWN(s0, block, 4, ACT)
            else if (vectors == 2)
                TILES_DOWN(s0, block, 2, ACT)
            else
                TILES_DOWN(s0, block, 1, ACT)
#undef ACT
            j += vectors * LANES;
        }
}

FN void N(outer)(const int S, const int B, const REAL *const *x, const REAL *const *d, Py_ssize_t samples, Py_ssize_t i,
                 Py_ssize_t j, REAL *W, Py_ssize_t ld, const REAL *rate, VEC *squares)
{ /* W is its column j, ld the way to its next row */
    VEC sum[TALL][4];
    UNROLL for (int s = 0; s < S; s++)
        UNROLL for (int k = 0; k < B; k++)
            sum[s][k] = SPLAT(0);
    for (Py_ssize_t sample = 0; sample < samples; sample++) {
        const REAL *own = x[sample] + i, *row = d[sample] + j;
        PREFETCH(own + 64 / sizeof(REAL)); /* for the tiles below: a column of x is nowhere read in order */
        VEC w[4];
        UNROLL for (int k = 0; k < B; k++)
            w[k] = LOAD(row + k * LANES);
        UNROLL for (int s = 0; s < S; s++)
            UNROLL for (int k = 0; k < B; k++)
                sum[s][k] += SPLAT(own[s]) * w[k];
    }
    W += i * ld;
    UNROLL for (int s = 0; s < S; s++, W += ld)
        UNROLL for (int k = 0; k < B; k++) {
            if (rate) {
                squares[k] += sum[s][k] * sum[s][k];
                STORE(W + k * LANES, LOAD(W + k * LANES) - SPLAT(*rate) * sum[s][k]);
            } else {
                STORE(W + k * LANES, sum[s][k]);
            }
        }
}

#define STRIP 48 /* rows of W that are moved before the next columns: x stays in the cache, and squares keep their digits */

/* G <- the sum of x d' over the samples, in rows i to `below` and columns `from` to `to` of W. With a rate, instead of
 * being written, G moves W: W <- W - rate G; and the sum of squares of each vector of columns is added to `squares`. */
static TARGET void N(outers)(const REAL *const *x, const REAL *const *d, Py_ssize_t samples, Py_ssize_t i,
                             Py_ssize_t below, Py_ssize_t from, Py_ssize_t to, REAL *W, Py_ssize_t n, Py_ssize_t ld,
                             const REAL *rate, double *squares)
{
    for (Py_ssize_t rows; (rows = below - i < STRIP ? below - i : STRIP) > 0; i += rows)
        for (Py_ssize_t j = from, left; (left = (to - j) / LANES) > 0;) {
            int vectors = left >= 4 && LARGE ? 4 : left >= 2 ? 2 : 1;
            Py_ssize_t next;
            REAL *column = N(panel)(W, n, ld, j, &next);
            VEC sums[4] = {SPLAT(0), SPLAT(0), SPLAT(0), SPLAT(0)};
#define ACT(S, B) N(outer)(S, B, x, d, samples, i + r, j, column, next, rate, sums)
            if (vectors == 4 && LARGE)
                TILES_DOWN(r, rows, 4, ACT)
            else if (vectors == 2)
                TILES_DOWN(r, rows, 2, ACT)
            else
                TILES_DOWN(r, rows, 1, ACT)
#undef ACT
            for (int k = 0; rate && k < vectors; k++)
                squares[j / LANES + k] += (double)N(fold)(sums[k], 0);
            j += vectors * LANES;
        }
}
