import { descendants, type XmlElement } from "../archive/xml-element.ts";
import type { BlockWriter } from "../text/block-writer.ts";
import { textOf } from "./text-of.ts";

const WITHOUT_TEXT = new Set(["hidden", "password", "file", "image", "color", "range"]);

/** Writes what a form field shows: its value, the choice made, whether it is ticked. */
export function writeField(field: XmlElement, writer: BlockWriter, writeContent: () => void): void {
  writer.write(" ");
  if (field.name === "select") writer.write(choices(field).join(", "));
  else if (field.name === "input") writer.write(inputText(field));
  else writeContent();
  writer.write(" ");
}

function inputText({ attributes }: XmlElement): string {
  const type = (attributes["type"] ?? "text").toLowerCase();
  if (type === "checkbox" || type === "radio") return attributes["checked"] === undefined ? "[ ]" : "[x]";
  if (type === "image") return attributes["alt"] ?? "";
  return WITHOUT_TEXT.has(type) ? "" : (attributes["value"] ?? "");
}

/** A closed list shows what is chosen, its first option to begin with; an open one shows all. */
function choices(select: XmlElement): string[] {
  const options = descendants(select, "option");
  const { multiple, size } = select.attributes;
  if (multiple !== undefined || Number(size) > 1) return options.map(textOf);
  const chosen = options.find(({ attributes }) => attributes["selected"] !== undefined) ?? options[0];
  return chosen ? [textOf(chosen)] : [];
}
