import type { Cell } from "./cells.ts";

/** The cells that are shown; hidden are those of hidden layers, those inside what is hidden or collapsed. */
export function visibleCells(
  cells: readonly Cell[],
  byId: ReadonlyMap<string, Cell>,
): { readonly shown: readonly Cell[]; readonly hidden: readonly Cell[] } {
  const known = new Map<string, boolean>();

  function isShown(cell: Cell): boolean {
    const chain: Cell[] = [];
    const seen = new Set<string>();
    let result = true;
    for (
      let at: Cell | undefined = cell;
      at;
      at = at.parent === undefined ? undefined : byId.get(at.parent)
    ) {
      const before = known.get(at.id);
      if (before !== undefined || seen.has(at.id)) {
        result = before ?? true;
        break;
      }
      seen.add(at.id);
      chain.push(at);
    }
    for (const one of chain.toReversed()) {
      const parent = one.parent === undefined ? undefined : byId.get(one.parent);
      result = result && one.visible && !(parent?.collapsed === true && parent.kind === "vertex");
      known.set(one.id, result);
    }
    return result;
  }

  const shown = cells.filter(isShown);
  return { shown, hidden: cells.filter((cell) => !known.get(cell.id)) };
}
