/* Linear layers, for one sample; tiles.h has those of a batch. W has rows of ld, a multiple of LANES. */

/* y <- x W + b for B vectors of outputs. C sums run side by side, because each waits for the one before it. */
FN void N(strip)(const int C, const int B, const REAL *x, Py_ssize_t n, const REAL *W, Py_ssize_t ld, const REAL *b, REAL *y)
{
    VEC sum[4][8];
    Py_ssize_t i = 0;
    for (int c = 0; c < C; c++)
        for (int k = 0; k < B; k++)
            sum[c][k] = b && c == 0 ? LOAD(b + k * LANES) : SPLAT(0);
    for (; i + C <= n; i += C)
        for (int c = 0; c < C; c++)
            for (int k = 0; k < B; k++)
                sum[c][k] += SPLAT(x[i + c]) * LOAD(W + (i + c) * ld + k * LANES);
    for (; C > 1 && i < n; i++)
        for (int k = 0; k < B; k++)
            sum[0][k] += SPLAT(x[i]) * LOAD(W + i * ld + k * LANES);
    for (int k = 0; k < B; k++) {
        for (int c = 1; c < C; c++)
            sum[0][k] += sum[c][k];
        STORE(y + k * LANES, sum[0][k]);
    }
}

#define LARGE (LANES * sizeof(REAL) == 64) /* such instruction sets have 32 registers, the others 16 */

FN void N(affine)(const REAL *x, Py_ssize_t n, const REAL *W, Py_ssize_t ld, const REAL *b, REAL *y)
{
    for (Py_ssize_t j = 0, left; (left = (ld - j) / LANES) > 0;) {
#define ROW(C, B) (N(strip)(C, B, x, n, W + j, ld, b ? b + j : b, y + j), j += (B) * LANES)
        if (left >= 8)
            ROW(1, 8);
        else if (left >= 4)
            ROW(2, 4);
        else if (left >= 2)
            ROW(4, 2);
        else
            ROW(4, 1);
#undef ROW
    }
}

/* x <- d W' for A numbers of x, row by row of W: what the transposed copy T is for, where there is none. */
FN void N(dots)(const int A, const REAL *d, Py_ssize_t ld, const REAL *W, REAL *x)
{
    VEC sum[4];
    for (int a = 0; a < A; a++)
        sum[a] = SPLAT(0);
    for (Py_ssize_t j = 0; j < ld; j += LANES)
        for (int a = 0; a < A; a++)
            sum[a] += LOAD(W + a * ld + j) * LOAD(d + j);
    for (int a = 0; a < A; a++)
        x[a] = N(fold)(sum[a], 0);
}

/* W <- W - x g'. */
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
