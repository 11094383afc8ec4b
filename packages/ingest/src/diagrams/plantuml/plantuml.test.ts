import { expect, test } from "@jest/globals";
import type { Document } from "@longdoc/core";

import { ingest } from "../../ingest.ts";
import { toMarkdown } from "../../to-markdown.ts";

const read = async (source: string): Promise<Document> =>
  (await ingest({ name: "diagram.puml", bytes: Buffer.from(source) })).document;
const linesOf = (document: Document): string[] => toMarkdown(document).trimEnd().split("\n\n");
const said = async (source: string): Promise<string[]> => linesOf(await read(source));

test("a sequence says its messages in order, each with what it depends on; includes are not followed", async () => {
  const document = await read(`@startuml checkout
!include https://example.org/theme.puml
skinparam backgroundColor #EEE
title Checkout of an order
actor Customer as C
participant "Order service" as OS #99FF99
C -> OS ++ : place order
group Payment
  OS -[#red]-> Bank : charge
end
alt stock is low
  OS <- DB : release
end
note right of OS
  It keeps **all** orders
  for ten years.
end note
== Delivery ==
return done
@enduml`);
  expect(linesOf(document)).toEqual([
    "## Checkout of an order",
    "Customer",
    "Order service",
    "- Customer → Order service: place order",
    "Bank",
    "- Order service → Bank: charge (group: Payment)",
    "DB",
    "- DB → Order service: release (alt: stock is low)",
    "Note on Order service: It keeps all orders for ten years.",
    "Delivery",
    "- DB → Order service: done",
  ]);
  expect(document.quality.warnings).toEqual([
    'What "https://example.org/theme.puml" holds is included by the diagram and was not read.',
  ]);
});

test("classes have their members beneath them, in their packages, and say how they relate", async () => {
  expect(
    await said(`@startuml
abstract class Shape<T> {
  +area(): double
  {static} count: int
  --
}
class Circle extends Shape
Shape ..|> Drawable
Canvas "1" *-- "0..*" Shape : draws >
note left of Canvas : It is white
package "The model" {
  class Square <<entity>>
}
@enduml`),
  ).toEqual([
    "Circle",
    "Drawable",
    "Canvas",
    "Note on Canvas: It is white",
    "- Circle → Shape<T> (inheritance)",
    "- Shape<T> → Drawable (realization)",
    "- Canvas [1] — Shape<T> [0..*] (composition): draws",
    "## Shape<T>",
    "- +area(): double",
    "- count: int",
    "## The model",
    "### Square",
    "- <<entity>>",
  ]);
});

test("components stand in what holds them", async () => {
  expect(
    await said(`@startuml
package "Web tier" {
  [Web server] as web
}
node Server {
  database "Orders DB" as db
}
actor User
User --> web : HTTPS
web -down-> db : reads\\nand writes
(Buy) .> (Pay) : <<include>>
@enduml`),
  ).toEqual([
    "User",
    "Buy",
    "Pay",
    "- User → Web server: HTTPS",
    "- Web server → Orders DB: reads and writes",
    "- Buy → Pay: <<include>>",
    "## Web tier",
    "Web server",
    "## Server",
    "Orders DB",
  ]);
});

test("states and activities lead from one to the next", async () => {
  expect(
    await said("@startuml\n[*] --> Idle\nstate Busy {\n  [*] -> Hard\n}\nIdle --> Busy : work\n@enduml"),
  ).toEqual(["Idle", "- (start) → Idle", "- Idle → Busy: work", "## Busy", "Hard", "- (start) → Hard"]);
  const activity = await said(`@startuml
start
:Read order;
if (In stock?) then (yes)
  :Pack it;
else (no)
  :Order more
  of it;
endif
while (more?) is (yes)
  :Next;
endwhile (no)
stop
@enduml`);
  expect(activity.filter((line) => line.startsWith("-"))).toEqual([
    "- (start) → Read order",
    "- Read order → In stock?",
    "- In stock? → Pack it: yes",
    "- In stock? → Order more of it: no",
    "- Pack it → more?",
    "- Order more of it → more?",
    "- more? → Next: yes",
    "- Next → more?",
    "- more? → (end): no",
  ]);
});

test("every diagram of a file is a page, and what is not understood stays as it is written", async () => {
  const document = await read(
    "@startuml\nA -> B : hi\n§§ what is this\n@enduml\n@startmindmap\n* root\n** left\n@endmindmap\n",
  );
  expect(document.pages).toHaveLength(2);
  expect(linesOf(document)).toEqual([
    "<!-- page 1 -->",
    "## Page 1",
    "A",
    "B",
    "- A → B: hi",
    "§§ what is this",
    "<!-- page 2 -->",
    "## Page 2",
    "root",
    "left",
    "- root → left",
  ]);
});
