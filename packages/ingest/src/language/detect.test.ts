import { describe, expect, test } from "@jest/globals";

import { detectLanguage } from "./detect.ts";

describe("detectLanguage", () => {
  test.each([
    ["en", "Net sales increased because more stores were open during the year."],
    ["de", "Der Umsatz stieg, weil im Laufe des Jahres mehr Filialen geöffnet waren."],
    ["fr", "Le chiffre d'affaires a augmenté parce que davantage de magasins étaient ouverts."],
    ["es", "Las ventas aumentaron porque había más tiendas abiertas durante el año."],
    ["ja", "売上高は前年比で増加しました。"],
    ["zh", "本公司今年第一季度的收入增长了百分之十。"],
    ["ar", "ارتفعت المبيعات لأن المزيد من المتاجر كانت مفتوحة خلال العام."],
    ["hi", "इस वर्ष बिक्री बढ़ी क्योंकि अधिक दुकानें खुली थीं।"],
  ])("tells %s", async (language, text) => {
    expect(await detectLanguage(text)).toBe(language);
  });

  test.each(["", "   ", "5,409 5,209 1.2 %", "Net sales", "\u{1f600}\u{1f600}"])(
    "does not guess from %j",
    async (text) => {
      expect(await detectLanguage(text)).toBe("und");
    },
  );

  test("goes by the whole of a long text, not by its beginning alone", async () => {
    const german = [
      "Der Umsatz stieg, weil im Laufe des Jahres mehr Filialen geöffnet waren.",
      "Die Kosten für Energie und Löhne nahmen dagegen stärker zu, als der Vorstand erwartet hatte.",
      "Zum Ende des Geschäftsjahres beschäftigte die Gruppe achthundert Menschen in sechs Ländern.",
      "Wir schlagen der Hauptversammlung vor, eine unveränderte Dividende auszuschütten.",
      "Neue Verträge mit zwei großen Kunden sichern die Auslastung der Werke bis in den Herbst.",
    ]
      .join(" ")
      .repeat(100);
    expect(await detectLanguage(`This report is published by the company itself. ${german}`)).toBe("de");
  });

  test("figures do not hide the words between them", async () => {
    const table =
      "Total current assets 10,525 9,829 Property and equipment 2,510 2,421 Goodwill 915 425 ".repeat(50);
    expect(await detectLanguage(`${"12,345 67,890 ".repeat(2_000)}${table}`)).toBe("en");
  });
});
