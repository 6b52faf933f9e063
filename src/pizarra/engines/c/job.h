/* What is trained and how: codes, which Python learns by name, and what a training works on. */

enum { IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX, ACTIVATIONS };
enum { SQUARED_ERROR, CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY, BINARY_CROSS_ENTROPY, BINARY_CROSS_ENTROPY_LOGITS, LOSSES };
enum { SGD, ADAM, ADAMW, RULES };
enum { TOTAL, NORMS, STEPS, FIRST, LAST, REPORT }; /* what `train` reports, by place */

static const char *const ACTIVATION_NAMES[] = {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "softmax"};
static const char *const LOSS_NAMES[] = {"squared_error", "cross_entropy", "softmax_cross_entropy",
                                         "binary_cross_entropy", "binary_cross_entropy_logits"};
static const char *const RULE_NAMES[] = {"sgd", "adam", "adamw"};

#define CACHE 600000 /* bytes of a batch's inputs that stay beside the weights in a core's own cache */
#define BLOCK 48     /* samples whose outputs are all computed before the next ones: they stay in the cache */
#define CHUNKS 16 /* parts of an array whose squares are added up apart, so that threads may share them */

typedef struct { /* how gradients move parameters */
    int kind;
    double first, second, third; /* momentum, dampening; or beta1, beta2, epsilon */
    double decay, l1, l2, clip;
    int flag; /* nesterov; or amsgrad */
} Rule;

typedef struct { /* a linear layer and the activation after it */
    Py_ssize_t n, m, ld; /* inputs, outputs, and how long a row of W is kept: a multiple of the lanes */
    int activation;
    double slope;
    void *W, *b, *kept_W[3], *kept_b[3];                     /* padded copies, or the caller's where m is ld */
    void *own_W, *own_b, *own_kept_W[3], *own_kept_b[3];     /* the caller's */
    void *T;                                                 /* W transposed */
    void *gW, *gb;                                           /* gradients, in a batch */
    void *y, *d;                                             /* outputs and their cotangents, row after row */
    void **ys, **ds;                                         /* where these rows begin, in a batch */
    double *norms;                                           /* parts of the sum of squares of its gradients */
} Dense;

typedef struct {
    Dense *layers;
    int depth, loss, per_sample, plain, narrow, by_samples; /* by_samples: how threads share a batch, see batch.h */
    double factor, first_step;
    Rule rule;
    const void *x, *t, *x_end, *t_end;
    const int64_t *order;
    Py_ssize_t samples, batch, steps, broad; /* broad: columns of a panel, see tiles.h */
    const double *rates;
    double *report;
    void *out; /* of a forward pass alone */
    char *room;
    size_t used;
    int threads, started, arrived, round; /* who makes the steps: see crew.h */
    const void **xs;                      /* for each thread, where the rows of x begin */
    double *losses;                       /* of each sample of a batch */
    double *squares;                      /* for each thread, of what each layer reads and of its cotangents */
} Job;

/* Whether a step is p - rate * g and nothing else. */
static inline int bare(const Rule *r)
{
    return r->kind == SGD && r->first == 0 && r->decay == 0 && r->l1 == 0 && r->l2 == 0 && !(r->clip < INFINITY);
}

/* A thread's sums of squares: of what layer k reads, and of its cotangents. */
static inline double *squares_of(const Job *job, int place, int k)
{
    return job->squares + (place * (job->depth + 1) + k) * 2;
}

/* Count a step whose numbers are finite; else say so, and it is not made. */
static inline int tally(Job *job, double loss, double squares, Py_ssize_t count)
{
    double norm = sqrt(squares), *report = job->report;
    if (!isfinite(loss) || !isfinite(norm))
        return 0;
    report[TOTAL] += job->per_sample ? loss * (double)count : loss;
    report[NORMS] += norm;
    if (report[STEPS] == 0)
        report[FIRST] = loss;
    report[LAST] = loss;
    report[STEPS] += 1;
    return 1;
}
