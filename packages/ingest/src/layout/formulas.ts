/** Signs of relations, operations and quantors. Hyphens, slashes and lone equals signs stand in prose too. */
const OPERATOR = /[=<>≤≥≪≫≠≈≡≃∼∝±×÷·∗∑∏∫∮∂∇√∞∈∉⊂⊆∪∩∀∃¬∧∨→←⇒⇔↦⟨⟩‖∥^|+−]/gu;
/** Most text has none of them, and is not looked at further. */
const RELATION = /[=<>≤≥≠≈≡≃∼∝∈⊂⊆→⇒⇔↦]/u;
const WORD = /\p{L}{3,}/gu;
/** Names that stand in formulas as signs do. */
const FUNCTION =
  /^(?:sin|cos|tan|cot|sec|sinh|cosh|tanh|arcsin|arccos|arctan|exp|log|lim|max|min|sup|inf|det|dim|ker|arg|mod|gcd|var|cov|softmax|argmax|argmin|sign|tr|rank|and|for|where|with|if|otherwise)$/i;
/** A display formula is short; beyond this, it is a paragraph with formulas in it. */
const MAX_CHARACTERS = 400;
const MAX_WORDS = 3;

/** Whether a block that stands by itself is a formula: relations between signs, with hardly a word. */
export function isFormula(text: string): boolean {
  if (text.length > MAX_CHARACTERS || !RELATION.test(text)) return false;
  const operators = text.match(OPERATOR)?.length ?? 0;
  if (operators < 2) return false;
  const words = (text.match(WORD) ?? []).filter((word) => !FUNCTION.test(word)).length;
  // Signs of one or two letters: variables.
  const signs = text.match(/(?<![\p{L}\p{M}])\p{L}{1,2}(?![\p{L}\p{M}])/gu)?.length ?? 0;
  return words <= MAX_WORDS && words < operators && signs >= 2;
}
