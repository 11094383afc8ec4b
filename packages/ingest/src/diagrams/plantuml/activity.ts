import type { SourceGraph } from "../source/source-graph.ts";
import { type Statement } from "../source/statement.ts";
import { plantumlLabel } from "./plantuml-label.ts";

/** What an action is reached from, and what is written on the way. */
interface Way {
  readonly from: string;
  readonly label: string;
}

/** An open branch, loop or fork. */
interface Open {
  readonly kind: "if" | "while" | "repeat" | "fork" | "switch";
  /** The question, or the fork; of a `repeat`, its first action once there is one. */
  node: string | undefined;
  readonly entry: readonly Way[];
  /** Where the branches that are finished end. */
  readonly ends: Way[];
  /** Whether there is a branch for everything else. */
  complete: boolean;
}

const IF =
  /^(if|elseif|else\s+if)\s*\((.*?)\)\s*(?:(?:then|is|equals)\s*)?(?:\(([^)]*)\))?(?:\s*then\s*(?:\((.*?)\))?)?$/;
const ELSE = /^else\s*(?:\((.*)\))?$/;
const WHILE = /^while\s*\((.*?)\)\s*(?:is\s*\((.*)\))?$/;
const END_WHILE = /^end\s*while\s*(?:\((.*)\))?$/;
const REPEAT_WHILE = /^repeat\s*while\s*(?:\((.*?)\)\s*(?:is\s*\((.*?)\))?\s*(?:not\s*\((.*)\))?)?$/;
const SWITCH = /^switch\s*\((.*)\)$/;
const CASE = /^case\s*\((.*)\)$/;
const ARROW = /^-(?:\[[^\]]*\])?->\s*(.*?);?$/;
const PARTITION = /^(?:partition|group|package|rectangle|card)\s+(?:#\w+\s+)?(?:"([^"]*)"|([^{]*?))\s*\{$/;
const LANE = /^\|(?:#[^|]*\|)?([^|]+)\|(.*)$/;
const NOTE = /^(?:floating\s+)?note\s+(?:left|right)\s*(?::\s*(.*))?$/;

/** Reads actions in their order, with questions, loops and forks: each leads to the next. */
export function readActivity(lines: readonly Statement[], graph: SourceGraph): void {
  graph.inTime();
  const open: Open[] = [];
  const partitions: string[] = [];
  let lane: string | undefined;
  let ways: Way[] = [];
  let action: { readonly lines: string[]; readonly start: number } | undefined;
  let note: { readonly lines: string[]; readonly start: number } | undefined;
  let last: string | undefined;
  for (const line of lines) {
    if (action) readAction(line);
    else if (note) readNote(line);
    else if (!readFlow(line) && !readPlace(line)) graph.text(line);
  }

  function readFlow(line: Statement): boolean {
    const { text } = line;
    const arrow = ARROW.exec(text)?.[1];
    if (text.startsWith(":")) {
      action = { lines: [], start: line.start };
      readAction({ ...line, text: text.slice(1) });
    } else if (/^(?:start|stop|end|kill|detach|break)$/.test(text)) terminal(text, line);
    else if (arrow !== undefined) ways = ways.map(({ from }) => ({ from, label: arrow }));
    else return readBranch(line) || readLoop(line) || readFork(text);
    return true;
  }

  function readAction(line: Statement): void {
    const end = /^(.*?)[;|<>/\]}]$/.exec(line.text);
    action!.lines.push(end ? end[1]! : line.text);
    if (!end) return;
    reach(line, action!.lines.join("\n"), "action", action!.start);
    action = undefined;
  }

  function terminal(text: string, line: Statement): void {
    const id = `${text} ${line.start}`;
    if (text === "detach" || text === "kill" || text === "break") {
      ways = [];
      return;
    }
    if (text !== "start") lead(id, line);
    graph.node(id, { place: line, label: [], shape: text === "start" ? "start" : "end" });
    ways = text === "start" ? [{ from: id, label: "" }] : [];
  }

  function reach(line: Statement, text: string, shape: string, start = line.start): string {
    const id = `${shape} ${start}`;
    const container = partitions.at(-1) ?? lane;
    graph.node(id, { place: { start, end: line.end }, label: plantumlLabel(text), shape, container });
    lead(id, line);
    ways = [{ from: id, label: "" }];
    for (const one of open) if (one.kind === "repeat") one.node ??= id;
    last = id;
    return id;
  }

  function lead(to: string, line: Statement): void {
    for (const { from, label } of ways) {
      graph.edge({ from, to, place: line, label: plantumlLabel(label), arrows: "forward" });
    }
  }

  function readBranch(line: Statement): boolean {
    const { text } = line;
    const branch = IF.exec(text);
    const otherwise = ELSE.exec(text);
    const options = SWITCH.exec(text)?.[1];
    const option = CASE.exec(text)?.[1];
    const top = open.at(-1);
    if (branch) {
      const [, word, question, one, other] = branch;
      if (word === "if") {
        const node = reach(line, question!, "question");
        open.push({ kind: "if", node, entry: [], ends: [], complete: false });
      } else if (top?.kind === "if") {
        top.ends.push(...ways);
        ways = [{ from: top.node!, label: "else" }];
        top.node = reach(line, question!, "question");
      }
      ways = ways.map(({ from }) => ({ from, label: other ?? one ?? "yes" }));
    } else if (otherwise && top?.kind === "if") {
      top.ends.push(...ways);
      top.complete = true;
      ways = [{ from: top.node!, label: otherwise[1] ?? "else" }];
    } else if (options !== undefined) {
      const node = reach(line, options, "question");
      open.push({ kind: "switch", node, entry: [], ends: [], complete: true });
      ways = [];
    } else if (option !== undefined && top?.kind === "switch") {
      top.ends.push(...ways);
      ways = [{ from: top.node!, label: option }];
    } else if (/^end\s*(?:if|switch)$/.test(text) && top) {
      const rest = top.complete ? [] : [{ from: top.node!, label: "else" }];
      ways = [...top.ends, ...ways, ...rest];
      open.pop();
    } else return false;
    return true;
  }

  function readLoop(line: Statement): boolean {
    const { text } = line;
    const whilst = WHILE.exec(text);
    const whilstEnd = END_WHILE.exec(text);
    const until = REPEAT_WHILE.exec(text);
    const top = open.at(-1);
    if (whilst) {
      const node = reach(line, whilst[1]!, "question");
      open.push({ kind: "while", node, entry: [], ends: [], complete: false });
      ways = [{ from: node, label: whilst[2] ?? "yes" }];
    } else if (whilstEnd && top?.kind === "while") {
      lead(top.node!, line);
      ways = [{ from: top.node!, label: whilstEnd[1] ?? "else" }];
      open.pop();
    } else if (/^repeat\b/.test(text) && !until) {
      open.push({ kind: "repeat", node: undefined, entry: [], ends: [], complete: false });
      if (text.startsWith("repeat :")) readFlow({ ...line, text: text.slice(7) });
    } else if (until && top?.kind === "repeat") {
      open.pop();
      const first = top.node;
      const node = reach(line, until[1] ?? "again?", "question");
      if (first !== undefined) {
        graph.edge({
          from: node,
          to: first,
          place: line,
          label: plantumlLabel(until[2] ?? "yes"),
          arrows: "forward",
        });
      }
      ways = [{ from: node, label: until[3] ?? "else" }];
    } else return false;
    return true;
  }

  function readFork(text: string): boolean {
    const top = open.at(-1);
    if (/^(?:fork|split)$/.test(text)) {
      open.push({ kind: "fork", node: undefined, entry: ways, ends: [], complete: true });
    } else if (/^(?:fork|split)\s+again$/.test(text) && top?.kind === "fork") {
      top.ends.push(...ways);
      ways = [...top.entry];
    } else if (/^end\s*(?:fork|split|merge)/.test(text) && top?.kind === "fork") {
      ways = [...top.ends, ...ways];
      open.pop();
    } else return false;
    return true;
  }

  function readPlace(line: Statement): boolean {
    const partition = PARTITION.exec(line.text);
    const swimlane = LANE.exec(line.text);
    const noted = NOTE.exec(line.text);
    if (partition) {
      const name = (partition[1] ?? partition[2] ?? "").trim();
      graph.node(`partition ${line.start}`, {
        place: line,
        label: plantumlLabel(name),
        container: partitions.at(-1) ?? lane,
      });
      partitions.push(`partition ${line.start}`);
    } else if (line.text === "}") partitions.pop();
    else if (swimlane) {
      lane = `lane ${swimlane[1]!.trim()}`;
      graph.node(lane, { place: line, label: plantumlLabel(swimlane[1]!) });
    } else if (noted) {
      if (noted[1] === undefined) note = { lines: [], start: line.start };
      else graph.note(last === undefined ? [] : [last], line, plantumlLabel(noted[1]));
    } else return false;
    return true;
  }

  function readNote(line: Statement): void {
    if (!/^end\s*note$/i.test(line.text)) note!.lines.push(line.text);
    else {
      const place = { start: note!.start, end: line.end };
      graph.note(last === undefined ? [] : [last], place, plantumlLabel(note!.lines.join("\n")));
      note = undefined;
    }
  }
}
