import type { FileInput } from "../../formats.ts";
import { decodeText } from "../../text/decode.ts";
import type { Diagram, DiagramPage } from "../diagram.ts";
import { createBudget } from "../limits.ts";
import { createSourceGraph, type SourceGraph } from "../source/source-graph.ts";
import { setSource } from "../source/source-text.ts";
import { linesOf, MAX_STATEMENT, partOf, type Statement } from "../source/statement.ts";
import { readClasses } from "./classes.ts";
import { readEntities } from "./entities.ts";
import { readFlowchart } from "./flowchart.ts";
import { readMindmap } from "./mindmap.ts";
import { readOutline } from "./outline.ts";
import { readSequence } from "./sequence.ts";
import { readStates } from "./states.ts";

/** A kind of diagram: the statements behind the line that names it. */
type ReadKind = (statements: readonly Statement[], graph: SourceGraph, text: string) => void;

const KINDS: readonly (readonly [pattern: RegExp, read: ReadKind])[] = [
  [/^(?:graph|flowchart(?:-elk)?)\b/, readFlowchart],
  [/^sequenceDiagram\b/, readSequence],
  [/^classDiagram\b/, readClasses],
  [/^stateDiagram\b/, readStates],
  [/^erDiagram\b/, readEntities],
  [/^mindmap\b/, readMindmap],
];

const FRONT_MATTER = /^\s*---\n([\s\S]*?)\n---[^\S\n]*(?:\n|$)/;
const COMMENT = /^%%/;

/** Reads Mermaid's source. @throws IngestError `diagram.too-large`, `text.binary`, `file.empty` */
export function readMermaid({ bytes, source }: FileInput): Diagram {
  const { text, warning } = decodeText(bytes, source);
  return { pages: [readMermaidText(text, source)], warnings: warning === undefined ? [] : [warning] };
}

/** The same, of a part of another text. @throws IngestError `diagram.too-large` */
export function readMermaidText(text: string, source: string): DiagramPage {
  const budget = createBudget(source);
  budget.characters(text.length);
  const graph = createSourceGraph(budget);
  readSource(text, graph);
  return graph.page(1, setSource(text));
}

function readSource(text: string, graph: SourceGraph): void {
  const front = FRONT_MATTER.exec(text);
  for (const line of front ? linesOf(text, { start: 0, end: front[0].length }) : []) {
    const title = /^title\s*:\s*(.+)/.exec(line.text)?.[1];
    if (title !== undefined) graph.name(title.replace(/^(["'])(.*)\1$/, "$2"), line);
  }
  const lines = linesOf(text, { start: front?.[0].length ?? 0, end: text.length }).filter(
    (line) => !COMMENT.test(line.text),
  );
  const [head, ...rest] = lines;
  if (!head) return;
  const kind = KINDS.find(([pattern]) => pattern.test(head.text));
  const body = rest.flatMap((line) => {
    if (line.text.length > MAX_STATEMENT && kind?.[1] !== readFlowchart) {
      graph.text(line);
      return [];
    }
    return titled(line, graph) ? [] : [line];
  });
  // A statement may follow on the first line: `graph TD; A-->B`.
  const after = /^[\w-]+(?:[^\S\n]+(?:TB|TD|BT|RL|LR))?[^\S\n]*;?/.exec(head.text)?.[0].length ?? 0;
  const first = partOf(head, after, head.text.length);
  const statements = first.text === "" || titled(first, graph) ? body : [first, ...body];
  (kind?.[1] ?? readOutline)(statements, graph, text);
}

const TITLE = /^(?:title|accTitle)(?:\s*:\s*|\s+)(.+)/;
const DESCRIPTION = /^accDescr\s*(?::\s*|\{\s*)([^}]*)/;

/** What every kind of diagram may say of itself. */
function titled(line: Statement, graph: SourceGraph): boolean {
  const title = TITLE.exec(line.text)?.[1];
  if (title !== undefined) {
    graph.name(title, line);
    return true;
  }
  const description = DESCRIPTION.exec(line.text)?.[1];
  if (description === undefined) return false;
  if (description.trim() !== "") graph.text(line, [{ text: description.trim(), breaks: [] }]);
  return true;
}
