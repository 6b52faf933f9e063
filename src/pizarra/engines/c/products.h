/* Linear layers. `x` are the rows of S samples; W has rows of ld, a multiple of LANES. */

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
