const FRONT_MATTER =
  /^(?:---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\n([\s\S]*?)\n\+\+\+)[ \t]*(?:\n|$)/;
const KEY = /^["']?[\w-]+["']?\s*[:=]/m;
const TITLE = /^["']?title["']?\s*[:=][ \t]*(.+?)[ \t]*$/im;

/** Sets YAML or TOML front matter apart from a Markdown file's text. */
export function splitFrontMatter(source: string): {
  readonly title: string | undefined;
  /** Empty when there is none. */
  readonly frontMatter: string;
  readonly body: string;
} {
  const match = FRONT_MATTER.exec(source);
  const frontMatter = (match?.[1] ?? match?.[2] ?? "").trim();
  // Without a key it is text between two rules.
  if (!match || !KEY.test(frontMatter)) return { title: undefined, frontMatter: "", body: source };
  const title = TITLE.exec(frontMatter)?.[1]
    ?.replace(/^(["'])(.*)\1$/, "$2")
    .trim();
  return {
    title: title === "" || title === undefined || /^[>|][+-]?$/.test(title) ? undefined : title,
    frontMatter,
    body: source.slice(match[0].length),
  };
}
