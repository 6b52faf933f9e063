/**
 * How numbers are shown: an array has one number of decimals, as few as show it exactly; powers of ten if need be.
 *
 * @typedef {{decimals: number, scientific: boolean, exact: boolean}} Digits
 */

/** Choose how an array is shown. @param {ArrayLike<number>} values @param {number} decimals @returns {Digits} */
export function digitsFor(values, decimals) {
  const stride = values.length > 10000 ? Math.floor(values.length / 10000) : 1;
  let largest = 0, whole = true, finite = true;
  for (let k = 0; k < values.length; k += stride) {
    const size = Math.abs(values[k]);
    if (!Number.isFinite(size)) finite = false;
    else if (size > largest) largest = size;
    whole = whole && Number.isInteger(values[k]);
  }
  if (!finite) return { decimals, scientific: false, exact: false };
  const tiny = largest > 0 && largest < 0.5 * 10 ** -(decimals - 1);
  const huge = largest >= 1e7 && !(largest < 1e12 && whole);
  if (tiny || huge) return { decimals: Math.max(decimals - 1, 1), scientific: true, exact: false };
  const exact = (few) => {
    for (let k = 0; k < values.length; k += stride) {
      if (Math.abs(Number(fixed(values[k], few)) - values[k]) > 1e-15 * largest) return false;
    }
    return true;
  };
  if (!exact(decimals)) return { decimals, scientific: false, exact: false };
  let few = 0;
  while (!exact(few)) few += 1;
  return { decimals: few, scientific: false, exact: true };
}

/** Show this many digits more, unless nothing is lost as it is. @param {Digits} digits @param {number} extra */
export function finer(digits, extra) {
  return digits.exact || !extra ? digits : { ...digits, decimals: digits.decimals + extra };
}

/** A number with so many decimals; what lies in the middle goes to the even one, as Python has it. */
export function fixed(value, decimals) {
  const scale = 10 ** decimals, scaled = Math.abs(value) * scale;
  if (scaled % 1 === 0.5 && scaled / scale === Math.abs(value) && Math.floor(scaled) % 2 === 0) {
    return (value < 0 ? "-" : "") + (Math.floor(scaled) / scale).toFixed(decimals);
  }
  return value.toFixed(decimals);
}

/** The digits of a number and its power of ten. @param {number} value @param {Digits} digits @returns {[string, number]} */
export function written(value, digits) {
  if (!Number.isFinite(value)) return [Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞", 0];
  if (!digits.scientific || value === 0) return [positive(fixed(value, digits.decimals)), 0];
  const [mantissa, power] = value.toExponential(digits.decimals).split("e");
  return [positive(mantissa), Number(power)];
}

function positive(text) {
  return text.startsWith("-") && Number(text) === 0 ? text.slice(1) : text;
}

/** What a reader sees, as a number. @param {number} value @param {Digits} digits */
export function shown(value, digits) {
  if (digits.exact || !Number.isFinite(value)) return value;
  return Number(digits.scientific ? value.toExponential(digits.decimals) : fixed(value, digits.decimals));
}

/** Whether what was found from shown numbers reads as the result does. A tie may go either way. */
export function readsSame(found, value, digits) {
  const wanted = shown(value, digits), unit = 0.5 * 10 ** -digits.decimals;
  if (digits.scientific) return Math.abs(shown(found, digits) - wanted) <= 1e-12 * Math.abs(wanted);
  if (Math.abs(found - wanted) <= unit * (1 + 1e-9)) return true;
  return !digits.exact && Math.abs(Number(fixed(found, digits.decimals)) - wanted) < unit;
}

/** A number as text: the minus as a minus, and the reader's decimal sign. */
export function plain(value, digits, comma) {
  const [text, power] = written(value, digits);
  return signed(text, comma) + (power ? " · 10" + raised(power) : "");
}

/** @param {string} text @param {boolean} comma */
export function signed(text, comma) {
  const minus = text.replace("-", "−");
  return comma ? minus.replace(".", ",") : minus;
}

function raised(power) {
  return [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");
}
