import type { Group, SvgShape } from "./svg-item.ts";

export type GroupKind = "node" | "cluster" | "edge" | "edge-label";

const KINDS: Readonly<Record<string, GroupKind>> = {
  node: "node",
  entity: "node",
  cluster: "cluster",
  "statediagram-cluster": "cluster",
  edge: "edge",
  link: "edge",
  edgePath: "edge",
  edgeLabel: "edge-label",
};

/** The innermost group around an item that is a node, an edge or a part of one, in the drawings of known programs. */
export function meaningfulGroup(
  group: Group,
): { readonly kind: GroupKind; readonly group: Group } | undefined {
  for (let at: Group | undefined = group; at; at = at.parent) {
    for (const name of at.classes) {
      const kind = KINDS[name];
      if (kind !== undefined) return { kind, group: at };
    }
  }
  return undefined;
}

const EDGE_CLASSES = /^(?:flowchart-link|transition|relation|relationshipLine|edge-thickness-\w+)$/;

/** Whether a line is an edge, as Mermaid writes them. */
export function isEdgeLine({ own }: SvgShape): boolean {
  return own.data["data-edge"] === "true" || [...own.classes].some((name) => EDGE_CLASSES.test(name));
}

/** `chart-flowchart-A-0`, `state-Still-3`, `classId-Animal-0`: between the kind and the number is the name. */
const MERMAID_ID = /(?:^|-)(?:flowchart|state|classId|entity)-(.+)-\d+$/;

/** What edges may call a node by. */
export function keysOf({ id, title, data }: Group): string[] {
  const own = MERMAID_ID.exec(id ?? "")?.[1];
  // Mermaid may set the drawing's own id before each.
  const bare = /(?:^|-)((?:flowchart|state|classId|entity)-.+-\d+)$/.exec(id ?? "")?.[1];
  return [own, bare, id, title, data["data-id"], data["data-qualified-name"]].filter(
    (key) => key !== undefined,
  );
}

/** The two nodes that an edge names; `undefined` where it names none that is known. */
export function endsOf(
  edge: Group,
  known: ReadonlyMap<string, string>,
): readonly [string, string] | undefined {
  const [one, other] = [edge.data["data-entity-1"], edge.data["data-entity-2"]].map((id) =>
    known.get(id ?? ""),
  );
  if (one !== undefined && other !== undefined) return [one, other];
  const classes = [...edge.classes];
  const from = known.get(classes.find((name) => name.startsWith("LS-"))?.slice(3) ?? "");
  const to = known.get(classes.find((name) => name.startsWith("LE-"))?.slice(3) ?? "");
  if (from !== undefined && to !== undefined) return [from, to];
  for (const id of [edge.data["data-id"], edge.id]) {
    const [, mark, body] = /(?:^|-)(L[-_]|id_)(.+)[-_]\d+$/.exec(id ?? "") ?? [];
    const found = body === undefined ? undefined : split(body, [mark!.at(-1)!], known);
    if (found) return found;
  }
  return edge.title === undefined ? undefined : split(edge.title, ["->", "--"], known);
}

/** Names may hold what parts them: every place is tried. */
function split(
  text: string,
  separators: readonly string[],
  known: ReadonlyMap<string, string>,
): readonly [string, string] | undefined {
  for (const separator of separators) {
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      const [from, to] = [text.slice(0, at), text.slice(at + separator.length)].map(
        // Graphviz names the port behind a colon.
        (name) => known.get(name) ?? known.get(name.replace(/:[^:]*(?::[a-z]{1,2})?$/, "")),
      );
      if (from !== undefined && to !== undefined) return [from, to];
    }
  }
  return undefined;
}
