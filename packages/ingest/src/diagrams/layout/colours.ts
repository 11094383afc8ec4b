/** How much of a colour is left where dark text is to be read on it. */
const KEPT = 0.3;
const SHORT_HEX = /^#([\da-f])([\da-f])([\da-f])$/i;
const HEX = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})(?:[\da-f]{2})?$/i;

/** `#rrggbb` of a colour written in hexadecimal digits; `undefined` of anything else. */
export function hexColour(colour: string | undefined): string | undefined {
  const short = SHORT_HEX.exec(colour ?? "");
  if (short) return `#${short[1]!.repeat(2)}${short[2]!.repeat(2)}${short[3]!.repeat(2)}`.toLowerCase();
  return HEX.test(colour ?? "") ? colour!.slice(0, 7).toLowerCase() : undefined;
}

/** A colour made so light that dark text, and what is lit, can be seen on it. */
export function paled(colour: string): string {
  const match = HEX.exec(colour);
  if (!match) return "#ffffff";
  const parts = match.slice(1, 4).map((part) => 255 - (255 - Number.parseInt(part, 16)) * KEPT);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
