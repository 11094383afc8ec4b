import type { Segment } from "./segments.ts";

/** An initial is at least this many times as large as the text that it begins. */
const MIN_RATIO = 1.8;
/** In ems of the text: an initial stands no farther from the word that it begins. */
const MAX_GAP = 0.8;
const INITIAL = /^[“"‘«]?\p{L}$/u;

/** Joins an initial that is set over several lines to the first of them, of whose first word it is the first letter. */
export function joinDropCaps(segments: readonly Segment[]): readonly Segment[] {
  const initials = segments.filter(({ text }) => INITIAL.test(text));
  if (initials.length === 0) return segments;
  const joined = new Map<Segment, Segment | undefined>();
  for (const initial of initials) {
    const line = firstLineBeside(initial, segments);
    if (!line) continue;
    joined.set(initial, undefined);
    joined.set(line, {
      ...line,
      text: initial.text + line.text,
      edges: Float32Array.of(...initial.edges, ...line.edges),
      x0: initial.x0,
      order: Math.min(initial.order, line.order),
    });
  }
  return segments.flatMap((segment) => (joined.has(segment) ? (joined.get(segment) ?? []) : [segment]));
}

/** The first of the lines beside an initial; nothing where only one stands there, as beside a large letter of a title. */
function firstLineBeside(initial: Segment, segments: readonly Segment[]): Segment | undefined {
  const beside = segments.filter(
    ({ x0, y0, y1, size }) =>
      initial.size >= MIN_RATIO * size &&
      x0 > initial.x0 &&
      Math.abs(x0 - initial.x1) <= MAX_GAP * size &&
      (y0 + y1) / 2 > initial.y0 &&
      (y0 + y1) / 2 < initial.y1,
  );
  const [first] = beside.toSorted((a, b) => a.baseline - b.baseline);
  return beside.length >= 2 && /^\p{L}/u.test(first!.text) ? first : undefined;
}
