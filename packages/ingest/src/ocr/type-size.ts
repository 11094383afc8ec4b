import type { OcrLine } from "./engine.ts";

/** An em over the height from the foot of a `p` to the top of an `l`, in Times, Helvetica and their like. */
const EM_PER_TYPE_HEIGHT = 1.08;
/** Lines whose measured size differs by less than this are of one size: a line without a `p` or `l` is guessed. */
const SAME_SIZE = 0.16;

/**
 * Gives each line the type size of the lines that are about as large. Measured line by line, the size of one
 * paragraph's lines varies by a tenth, which would look like a change of type.
 */
export function evenSizes(lines: readonly OcrLine[]): (OcrLine & { readonly size: number })[] {
  const measured = lines.map((line) => ({
    line,
    size: line.typeHeight * EM_PER_TYPE_HEIGHT,
    characters: line.words.reduce((sum, { text }) => sum + text.length, 0),
  }));
  const even = new Map<OcrLine, number>();
  // The size of most characters first, then that of most of the rest.
  for (let rest = measured; rest.length > 0;) {
    const size = commonSize(rest);
    const same = rest.filter((one) => Math.abs(one.size - size) <= SAME_SIZE * size);
    for (const { line } of same) even.set(line, size);
    rest = rest.filter((one) => !same.includes(one));
  }
  return lines.map((line) => ({ ...line, size: even.get(line)! }));
}

interface Measured {
  readonly size: number;
  readonly characters: number;
}

/** The measured size that most characters are near to. */
function commonSize(lines: readonly Measured[]): number {
  let best = lines[0]!;
  let most = -1;
  for (const one of lines) {
    const near = lines.reduce((sum, { size, characters }) => {
      const distance = Math.abs(size - one.size) / one.size;
      return sum + (distance < SAME_SIZE ? characters * (1 - distance / SAME_SIZE) : 0);
    }, 0);
    if (near > most) [best, most] = [one, near];
  }
  return best.size;
}
