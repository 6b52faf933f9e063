/** The functions that must be computed with care: none of them overflows or loses digits where its result is plain. */

/** 1 / (1 + exp(−x)). @param {number} x */
export function sigmoid(x) {
  const tail = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : tail) / (1 + tail);
}

/** log(1 + exp(x)). @param {number} x */
export function softplus(x) {
  return Math.max(x, 0 * x) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** x where it is positive, else 0. @param {number} x */
export function relu(x) {
  return Math.max(x, 0 * x);
}

/** One entry of exp(x) over its sum. @param {Float64Array} x @param {number} at */
export function softmax(x, at) {
  const top = greatest(x);
  let sum = 0;
  for (const value of x) sum += Math.exp(value - top);
  return Math.exp(x[at] - top) / sum;
}

/** log Σ exp(x). @param {Float64Array} x */
export function logsumexp(x) {
  const top = greatest(x);
  return top + logSum(x, top);
}

/** One entry of log softmax(x), finite where softmax itself is 0. @param {Float64Array} x @param {number} at */
export function logSoftmax(x, at) {
  const top = greatest(x);
  return x[at] - top - logSum(x, top);
}

function greatest(x) {
  let top = -Infinity;
  for (const value of x) top = value > top || Number.isNaN(value) ? value : top;
  return top;
}

/** log Σ exp(x − top): those that are greatest are counted, so that what is next to 0 keeps its digits. */
function logSum(x, top) {
  let count = 0, rest = 0;
  for (const value of x) {
    if (value === top) count += 1;
    else rest += Math.exp(value - top);
  }
  return Math.log(count) + Math.log1p(rest / count);
}
