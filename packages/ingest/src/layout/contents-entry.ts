const ENTRY = /(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})(?:[,–-]\s?\d{1,4})*$/i;

/** Whether a line is an entry of a list of contents or an index: `natural ......... 98`, `Margins .... 15, 146`. */
export function isContentsEntry(text: string): boolean {
  return ENTRY.test(text);
}

const INDEX_ENTRY = /^\p{L}.*,\s\d{1,3}(?:[,–-]\s?\d{1,3})*,?$/u;

/** Whether a line may be an entry of an index that is set without leaders: `clip, 24, 81, 137`. */
export function isIndexEntry(text: string): boolean {
  return INDEX_ENTRY.test(text);
}

const LEADER = /(?<!\.\s?)(?:\.\s?){4,}$/;

/** Whether a line ends in a leader, whose figure stands further right: `Codeine ........`. */
export function endsInLeader(text: string): boolean {
  // Nearly all lines end otherwise: the search through them all takes ten times as long.
  return text.trimEnd().endsWith(".") && LEADER.test(text);
}
