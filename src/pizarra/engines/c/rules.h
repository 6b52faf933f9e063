/* Optimisers: the definitions of pizarra.optimizers, a number at a time. */

#define SQRT(x) ((REAL)(WIDE ? sqrt(x) : sqrtf((float)(x))))

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
