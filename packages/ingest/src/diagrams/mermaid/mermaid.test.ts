import { describe, expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";

import { ingest } from "../../ingest.ts";
import { toMarkdown } from "../../to-markdown.ts";

const read = async (source: string): Promise<Document> =>
  (await ingest({ name: "diagram.mmd", bytes: Buffer.from(source) })).document;
const said = async (source: string): Promise<string[]> =>
  toMarkdown(await read(source))
    .trimEnd()
    .split("\n\n");

describe("a flowchart", () => {
  test("says its nodes of every shape, its edges with both kinds of labels, and chains edge by edge", async () => {
    const lines = await said(`---
title: Order flow
---
flowchart TD
  %% nobody reads this
  A[Start] --> B{In stock?}
  B -->|Yes| C(Pack it) --> D([Ship]):::fast
  B -- No --> E[(Order<br/>database)]
  C & D -.-> F{{Log}}
  F ==> G[/"Say #quot;hello#quot;; done"/]; G --x H((End)) <--> A
  I@{ shape: cyl, label: "Archive" } ~~~ A
  a-b --- c_d
  classDef fast fill:#f96
  style A stroke:#333`);
    expect(lines).toEqual([
      "## Order flow",
      "Start",
      "In stock?",
      "Pack it",
      "Ship",
      "Order database",
      "Log",
      'Say "hello"; done',
      "End",
      "Archive",
      "a-b",
      "c_d",
      "- Start → In stock?",
      "- In stock? → Pack it: Yes",
      "- Pack it → Ship",
      "- In stock? → Order database: No",
      "- Pack it → Log",
      "- Ship → Log",
      '- Log → Say "hello"; done',
      '- Say "hello"; done — End',
      "- End ↔ Start",
      "- a-b — c_d",
    ]);
  });

  test("has its subgraphs as headings, and links of its nodes", async () => {
    const lines = await said(`graph LR; X-->Y
subgraph one [The warehouse]
  direction TB
  subgraph two
    C --> D
  end
end
one --> X
click C href "https://example.org/c" "tip"`);
    expect(lines).toEqual([
      "X",
      "Y",
      "- X → Y",
      "- The warehouse → X",
      "## The warehouse",
      "### two",
      "C",
      "- Link of “C”: https://example.org/c",
      "D",
      "- C → D",
    ]);
  });

  test("keeps what is not understood as it is written", async () => {
    expect(await said("graph TD\nA --> B\nA [[ what --> is\nthis?")).toEqual(
      expect.arrayContaining(["A [[ what --> is", "- A → B"]),
    );
  });

  test("parts the cells of a label with bars, and keeps the bars that its author wrote", async () => {
    const table = "<table><tr><td>1</td><td></td><td>one</td><td></td></tr><tr><td>2 |</td></tr></table>";
    expect(await said(`graph TD\nA["|"] -- a | --> B["${table}"]`)).toEqual([
      "|",
      "1 | | one 2 |",
      "- | → 1 | | one: a |",
    ]);
  });

  test("lights a node where its label stands, and an edge on its line", async () => {
    const { blocks, pages } = await read("graph TD\n  A[Start] --> B[Über uns]");
    const boxOf = (text: string): unknown =>
      blocks.flatMap(({ sentences }) => sentences).find((sentence) => sentence.text === text)?.boxes;
    // Columns are 6 points wide, lines 12 high, behind a margin of 36.
    expect(boxOf("Start")).toEqual([{ page: 1, x: 36 + 4 * 6, y: 48, width: 5 * 6, height: 12 }]);
    expect(boxOf("Start → Über uns")).toEqual([{ page: 1, x: 48, y: 48, width: 24 * 6, height: 12 }]);
    expect(pages[0]!.quality).toMatchObject({ boxes: "exact" });
  });
});

test("a sequence says its messages in order, each with what it depends on", async () => {
  const lines = await said(`sequenceDiagram
  autonumber
  actor C as Customer
  participant S as Shop
  C->>+S: place order
  alt card accepted
    S->>B: charge
    loop every minute
      S-)S: check
    end
  else card declined
    S--xC: sorry: no
  end
  Note over S,B: Both are online
  S-->>-C: receipt`);
  expect(lines).toEqual([
    "Customer",
    "Shop",
    "- Customer → Shop: place order",
    "B",
    "- Shop → B: charge (alt: card accepted)",
    "- Shop → Shop: check (alt: card accepted; loop: every minute)",
    "- Shop → Customer: sorry: no (else: card declined)",
    "Note on Shop, B: Both are online",
    "- Shop → Customer: receipt",
  ]);
});

test("classes have their members beneath them and say how they relate", async () => {
  const lines = await said(`classDiagram
  class Animal {
    <<interface>>
    +isMammal() bool
  }
  Animal <|-- Duck
  Duck : +List~int~ eggs
  Car "1" *-- "4" Wheel : has
  Driver ..> Car
  note for Duck "It quacks"`);
  expect(lines).toEqual([
    "Car",
    "Wheel",
    "Driver",
    "Note on Duck: It quacks",
    "- Duck → Animal (inheritance)",
    "- Car [1] — Wheel [4] (composition): has",
    "- Driver → Car",
    "## Animal",
    "- <<interface>>",
    "- +isMammal() bool",
    "## Duck",
    "- +List<int> eggs",
  ]);
});

test("states have starts and ends, and composite ones what is in them", async () => {
  const lines = await said(`stateDiagram-v2
  [*] --> Still
  Still --> Moving : push
  state "Moving fast" as Moving
  state Moving {
    [*] --> Slow
  }
  Moving --> [*]
  note right of Still: nothing happens`);
  expect(lines).toEqual([
    "Still",
    "Note on Still: nothing happens",
    "- (start) → Still",
    "- Still → Moving fast: push",
    "- Moving fast → (end)",
    "## Moving fast",
    "Slow",
    "- (start) → Slow",
  ]);
});

test("entities say how many of one belong to another", async () => {
  const lines = await said(`erDiagram
  CUSTOMER ||--o{ ORDER : places
  CUSTOMER {
    string name PK
  }
  PERSON only one to zero or more CAR : "drives it"`);
  expect(lines).toEqual([
    "ORDER",
    "PERSON",
    "CAR",
    "- CUSTOMER [exactly one] — ORDER [zero or more]: places",
    "- PERSON [exactly one] — CAR [zero or more]: drives it",
    "## CUSTOMER",
    "- string name PK",
  ]);
});

test.each([
  [
    "mindmap\n  root((Longdoc))\n    Reading\n      PDF\n    Asking",
    ["Longdoc", "Reading", "PDF", "Asking", "- Longdoc → Reading", "- Reading → PDF", "- Longdoc → Asking"],
  ],
  ['pie title Pets\n  "Dogs" : 386', ["## Pets", "Dogs: 386"]],
  [
    "gantt\n  title A plan\n  dateFormat YYYY\n  section Build\n    Write :a1, 2024, 30d",
    ["## A plan", "### Build", "Write: a1, 2024, 30d"],
  ],
  ["timeline\n  2004 : Facebook : Google", ["2004: Facebook: Google"]],
])("other kinds say at least their lines: %j", async (source, lines) => {
  expect(await said(source)).toEqual(lines);
});

test("a diagram inside of Markdown is shown as what it says, other code as it is", async () => {
  const { document } = await ingest({
    name: "notes.md",
    bytes: Buffer.from(
      "# Notes\n\n```mermaid\ngraph LR\n  A[Shop] -->|charges| B[Bank]\n```\n\n```js\nlet a;\n```\n",
    ),
  });
  expect(document.blocks.map(({ kind, sentences }) => [kind, ...sentences.map(({ text }) => text)])).toEqual([
    ["heading", "Notes"],
    ["code", "Shop", "Bank", "Shop → Bank: charges"],
    ["code", "let a;"],
  ]);
});
