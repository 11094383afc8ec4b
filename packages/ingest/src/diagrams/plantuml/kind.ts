import type { Statement } from "../source/statement.ts";

export type PlantumlKind = "sequence" | "structure" | "activity" | "outline";

const ACTIVITY =
  /^(?:start|stop|:[^;]*;?|if\s*\(.*\)\s*then\b.*|fork|repeat|while\s*\(.*\).*|switch\s*\(.*\)|\|[^|]+\|)$/;
const STRUCTURE =
  /^(?:(?:abstract\s+)?class|abstract|interface|enum|annotation|struct|package|namespace|component|node|folder|frame|cloud|rectangle|state|usecase|object|card|artifact|storage|map|agent|file|hexagon|stack|person|label|portin|portout|entity\s+.*\{|database\s+.*\{)\b/;
/** Ends and heads of lines that no sequence has. */
const STRUCTURAL =
  /^\[[^\]]+\]|^\([^)]*\)|[-.]+>?\s*\[[^\]>]+\]\s*(?::|$)|[-.]>?\s*\(|<\|[-.]|[-.]\|>|\*--|--\*|o--|--o|\[\*\]|^:[^:]+:\s/;
const SEQUENCE =
  /^(?:participant|boundary|control|collections|activate|deactivate|alt|else|loop|opt|par|group|critical|break|ref|return|box|note\s+over|==.*==|\.\.\..*\.\.\.)\b|^==|->>|-->>|->x|\/\/-|-\\\\/;

/** Which grammar a diagram is written in: PlantUML itself tries one after the other. */
export function kindOf(start: string, lines: readonly Statement[]): PlantumlKind {
  if (start !== "uml") return "outline";
  let [activity, structure, sequence] = [0, 0, 0];
  for (const { text } of lines) {
    if (ACTIVITY.test(text)) activity += 1;
    if (STRUCTURE.test(text) || STRUCTURAL.test(text)) structure += 1;
    if (SEQUENCE.test(text)) sequence += 1;
  }
  if (activity > structure && activity > sequence) return "activity";
  return structure > sequence
    ? "structure"
    : sequence > 0 || lines.some(({ text }) => isMessage(text))
      ? "sequence"
      : "structure";
}

function isMessage(text: string): boolean {
  return /^\S+\s*<?-+>\s*\S+\s*(?::|$)/.test(text);
}
