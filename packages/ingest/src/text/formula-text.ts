/** Formulas on one line, with the signs that people type where they cannot set them. */

export function fraction(above: string, below: string): string {
  return `${grouped(above)}/${grouped(below)}`;
}

export function power(base: string, raised: string): string {
  return raised.trim() === "" ? base : `${base}^${grouped(raised)}`;
}

export function subscript(base: string, lowered: string): string {
  return lowered.trim() === "" ? base : `${base}_${grouped(lowered)}`;
}

/** @param degree empty for a square root */
export function root(of: string, degree = ""): string {
  return `${degree.trim()}√${grouped(of)}`;
}

function grouped(text: string): string {
  const bare = text.trim();
  return /^[\p{L}\p{N}\p{M}.,']*$/u.test(bare) ? bare : `(${bare})`;
}
