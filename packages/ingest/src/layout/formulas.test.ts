import { expect, test } from "@jest/globals";

import { isFormula } from "./formulas.ts";

test.each([
  "∫ f(x)dx = F(b) − F(a)",
  "L(θ) = −∑ log p(y | x; θ) (3)",
  "P b(NO3)2(aq) + 2MCl(aq) −→ P bCl2(s) + 2MNO3(aq)",
  "softmax(z) = exp(z) / ∑ exp(z)",
])("a formula: %s", (text) => {
  expect(isFormula(text)).toBe(true);
});

test.each([
  "We set the learning rate to α = 0.1 and the decay to β = 0.9 for all runs.",
  "Net sales = $32,765",
  "2019 | 2018",
  "http://petition.globalink.org/view.php?code=extreme",
  "A + B",
  "Menu > Settings > Display",
])("no formula: %s", (text) => {
  expect(isFormula(text)).toBe(false);
});
