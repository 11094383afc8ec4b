import { UsageError } from "@longdoc/core";
import type { CommanderError } from "commander";

/** How the user calls this program; set by a launcher that stands before it. */
export function commandName(): string {
  return process.env["LONGDOC_COMMAND"] ?? "longdoc";
}

/** Commander's own complaints, in our words for errors: one line, a stable code. */
export function fromCommander(error: CommanderError): UsageError {
  if (error.code === "commander.help") {
    return new UsageError("usage.no-command", "No command was given.", { hint: seeHelp() });
  }
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = rest.map((line) => line.replace(/^\((.*)\)$/, "$1")).join(" ");
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, ".");
  return new UsageError(`usage.${kebabCase(error.code.replace(/^commander\./, ""))}`, message, {
    hint: suggestion === "" ? seeHelp() : suggestion,
    cause: error,
  });
}

function seeHelp(): string {
  return `See ${commandName()} --help.`;
}

function kebabCase(camelCase: string): string {
  return camelCase.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
