/* Per-sample gradient descent for one network alone, IN-HIDDEN-OUT, with every size known to the compiler.
 * Hidden units stand side by side in the lanes of a vector; those beyond HIDDEN are held at 0. */
#define LANES (HIDDEN <= 4 ? 4 : 8)

typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef long long whole __attribute__((vector_size(8 * LANES)));

static inline lanes where(whole mask, lanes yes, lanes no)
{
    return (lanes)((mask & (whole)yes) | (~mask & (whole)no));
}

static inline lanes exponential(lanes z)
{
    const double magic = 0x1.8p52; /* adding it rounds, and leaves the whole number in the low bits */
    lanes low = {0}, high = {0};
    low -= 700.0, high += 700.0;
    z = where(z < low, low, z);
    z = where(z > high, high, z);
    lanes k = z * 0x1.71547652b82fep0 + magic;
    whole power = (whole)k << 52;
    k -= magic;
    lanes r = z - k * 0x1.62e42fefa0000p-1;
    r -= k * 0x1.cf79abc9e3b3ap-40;
    lanes r2 = r * r, r4 = r2 * r2, r8 = r4 * r4;
    lanes p = (1 + r) + (1 / 2. + r * (1 / 6.)) * r2
            + ((1 / 24. + r * (1 / 120.)) + (1 / 720. + r * (1 / 5040.)) * r2) * r4
            + ((1 / 40320. + r * (1 / 362880.)) + (1 / 3628800. + r * (1 / 39916800.)) * r2) * r8;
    return (lanes)((whole)p + power);
}

static inline double total(lanes p)
{
#if HIDDEN <= 4
    return (p[0] + p[1]) + (p[2] + p[3]);
#else
    return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
#endif
}

void train(const double *x, const double *t, long samples, long epochs, double rate, double *parameters)
{
    double *W1 = parameters, *b1 = W1 + IN * HIDDEN, *W2 = b1 + HIDDEN, *b2 = W2 + HIDDEN * OUT;
    lanes W[IN], b = {0}, V[OUT], used = {0};
    double c[OUT];
    for (int i = 0; i < IN; i++) {
        W[i] = (lanes){0};
        for (int j = 0; j < HIDDEN; j++) W[i][j] = W1[i * HIDDEN + j];
    }
    for (int j = 0; j < HIDDEN; j++) b[j] = b1[j], used[j] = 1;
    for (int k = 0; k < OUT; k++) {
        V[k] = (lanes){0};
        for (int j = 0; j < HIDDEN; j++) V[k][j] = W2[j * OUT + k];
        c[k] = b2[k];
    }
    for (long epoch = 0; epoch < epochs; epoch++)
        for (long n = 0; n < samples; n++) {
            const double *in = x + n * IN, *target = t + n * OUT;
            lanes z = b, d = {0};
            for (int i = 0; i < IN; i++) z += in[i] * W[i];
            lanes h = used / (1 + exponential(-z));
            for (int k = 0; k < OUT; k++) {
                double e = c[k] + total(h * V[k]) - target[k];
                d += e * V[k];
                e *= rate;
                c[k] -= e;
                V[k] -= e * h;
            }
            d *= h * (1 - h) * rate;
            b -= d;
            for (int i = 0; i < IN; i++) W[i] -= in[i] * d;
        }
    for (int i = 0; i < IN; i++)
        for (int j = 0; j < HIDDEN; j++) W1[i * HIDDEN + j] = W[i][j];
    for (int j = 0; j < HIDDEN; j++) b1[j] = b[j];
    for (int k = 0; k < OUT; k++) {
        for (int j = 0; j < HIDDEN; j++) W2[j * OUT + k] = V[k][j];
        b2[k] = c[k];
    }
}
