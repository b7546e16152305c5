/** `x` to the power of `y`, multiplied step by step as Go's `math.Pow` does it: JavaScript's last digit can differ. */
export function power(x: number, y: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y) || x === 0 || Math.abs(y) >= 2 ** 53) return x ** y;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  let whole = Math.trunc(Math.abs(y));
  let fraction = Math.abs(y) - whole;
  if (fraction !== 0 && x < 0) return Number.NaN;
  let mantissa = 1;
  let exponent = 0;
  if (fraction !== 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    mantissa = Math.exp(fraction * Math.log(x));
  }
  let [factor, scale] = split(x);
  while (whole > 0) {
    if (Math.abs(scale) > 4096) {
      exponent += scale;
      break;
    }
    if (whole % 2 === 1) {
      mantissa *= factor;
      exponent += scale;
    }
    factor *= factor;
    scale *= 2;
    if (factor < 0.5) {
      factor *= 2;
      scale -= 1;
    }
    whole = Math.floor(whole / 2);
  }
  return y < 0 ? join(1 / mantissa, -exponent) : join(mantissa, exponent);
}

/** A number as a mantissa from 0.5 to 1 and a power of two. */
function split(x: number): [number, number] {
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let mantissa = x * 2 ** -exponent;
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return [mantissa, exponent];
}

/** In two steps, because the power of two alone may be out of range. */
function join(mantissa: number, exponent: number): number {
  const bounded = Math.max(-2200, Math.min(2200, exponent));
  const half = Math.trunc(bounded / 2);
  return mantissa * 2 ** half * 2 ** (bounded - half);
}
