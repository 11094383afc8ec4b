/** Signs of code, at the end of a line or before a comment. */
const CODE = /[;{}\\]\s*(?:\/[*/].*)?$|^\s*(?:\/[*/]|#|--\s)|\w\(.*\)/;
const MIN_CODE_SHARE = 0.3;

/** Whether lines of type as a typewriter's are code, and no prose. */
export function looksLikeCode(lines: readonly string[]): boolean {
  return lines.filter((line) => CODE.test(line)).length >= MIN_CODE_SHARE * lines.length;
}
