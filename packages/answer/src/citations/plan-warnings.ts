import type { ContextPlan, DocumentSummary } from "@longdoc/core";

const MAX_LISTED_PAGES = 5;

/** What a reader of the answer must know about its documents: the pages that could not be read, with reasons. */
export function planWarnings(plan: ContextPlan): string[] {
  return plan.documents.flatMap(({ document }) =>
    document.quality.failedPages.length > 0 ? [failedPages(document)] : [],
  );
}

function failedPages({ title, quality }: DocumentSummary): string {
  const { failedPages: failed } = quality;
  const listed = failed
    .slice(0, MAX_LISTED_PAGES)
    .map(({ page, reason }) => `${page} (${reason.replace(/\.$/, "")})`);
  const more = failed.length > listed.length ? ` and ${failed.length - listed.length} more` : "";
  return `${failed.length === 1 ? "A page" : `${failed.length} pages`} of "${title}" could not be read: ${listed.join(", ")}${more}.`;
}
