import type { Answer, ContextPlan, PlannedDocument } from "@longdoc/core";

/** An answer as `ask --json` prints it: whole, but for the plan's documents, which are summed up. */
export function answerForJson(answer: Answer): object {
  return { ...answer, plan: planForJson(answer.plan) };
}

function planForJson({ strategy, budget, used, documents, dropped }: ContextPlan): object {
  return { strategy, budget, used, documents: documents.map(plannedDocumentForJson), dropped };
}

/** Counts are of what is in the plan, not of the whole document. */
function plannedDocumentForJson({ document, chunks }: PlannedDocument): object {
  const sentences = chunks.flatMap((chunk) => chunk.sentences);
  return {
    id: document.id,
    source: document.source,
    title: document.title,
    chunks: chunks.length,
    sentences: sentences.length,
    pages: new Set(sentences.map((sentence) => sentence.page)).size,
  };
}
