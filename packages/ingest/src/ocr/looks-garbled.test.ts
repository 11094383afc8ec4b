import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { looksGarbled } from "./looks-garbled.ts";

/** The first article of the Universal Declaration of Human Rights, and other texts as long. */
const LANGUAGES: Readonly<Record<string, string>> = {
  English:
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
  German:
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
  Polish:
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
  Czech:
    "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství. Strč prst skrz krk, zmrzl vlk.",
  Finnish:
    "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.",
  Turkish:
    "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
  Vietnamese:
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu.",
  Welsh:
    "Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau. Fe'u cynysgaeddir â rheswm a chydwybod, a dylai pawb ymddwyn y naill at y llall mewn ysbryd cymodlon.",
  Swahili:
    "Watu wote wamezaliwa huru, hadhi na haki zao ni sawa. Wote wamejaliwa akili na dhamiri, hivyo yapasa watendeane kindugu. Kila mtu anastahili kuwa na haki zote na uhuru wote.",
  Hawaiian:
    "Hānau kūʻokoʻa ʻia nā kānaka apau loa, a ua kau like ka hanohano a me nā pono kīvila ma luna o kākou pākahi. Ua haʻawi ʻia ka noʻonoʻo pono a me ka ʻike pono iā kākou.",
  Russian:
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
  Arabic:
    "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميرًا وعليهم أن يعامل بعضهم بعضًا بروح الإخاء.",
  Hindi:
    "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है। उन्हें बुद्धि और अन्तरात्मा की देन प्राप्त है।",
  Thai: "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
  Chinese:
    "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。人人有资格享有本宣言所载的一切权利和自由。",
  Japanese:
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
  Korean:
    "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.",
  "wide Latin letters":
    "Ｏｐｔｉｍｉｚａｔｉｏｎ ｏｆ ｗａｔｅｒ ｅｘｔｒａｃｔｉｏｎ ａｎｄ ａｌｃｏｈｏｌ ".repeat(5),
};

const UNUSUAL: Readonly<Record<string, string>> = {
  "a table of figures": "Inventories 5,409 5,209 Cash 1,853 3,053 Net sales 32,765 31,657 ".repeat(6),
  code: 'const total = rows.reduce((sum, row) => sum + row.amount, 0); if (!isValid(total)) throw new RangeError("total"); export default function parse(inputText) { return JSON.parse(inputText); } ',
  formulas:
    "d3(∆(a, b, c, d)) = ∆(b, c, d) − ∆(a, c, d) + ∆(a, b, d), wobei Zn = ker dn und Hn = Zn/Bn für n ≥ 1 ist. ".repeat(
      3,
    ),
  "names of signals":
    "TXD RXD GND DVI-D SDI-IN VGA HDMI PIN Signal Name TLHLL TPLPH ALE PSEN PORT0 Clock Drive Part Prefix Package Type Reset External Oscillator Symbol Parameter ",
  "a list with bullets of a symbol font":
    "\uf0b7 The first of the points \uf0b7 The second of the points \uf0b7 The third of the points ".repeat(
      3,
    ),
  addresses:
    "https://www.example.com/reports/annual-report-2019.html https://example.org/a/b/c info@example.com ".repeat(
      4,
    ),
};

/** What comes of a font whose characters are numbered in another order: `The` is `7KH`. */
function shifted(text: string): string {
  return [...text].map((c) => (/\s/.test(c) ? c : String.fromCodePoint(c.codePointAt(0)! - 29))).join("");
}

describe("a garbled text layer", () => {
  test.each(Object.entries(LANGUAGES))("is not what %s looks like", (_, text) => {
    expect(looksGarbled(text)).toBe(false);
    expect(looksGarbled(text.repeat(20))).toBe(false);
    expect(looksGarbled(text.toUpperCase())).toBe(false);
  });

  test.each(Object.entries(UNUSUAL))("is not what %s looks like", (_, text) => {
    expect(looksGarbled(text)).toBe(false);
  });

  test("is one of private-use, replacement or control characters", () => {
    expect(looksGarbled("\ue012\ue033\ue041 \ue002\ue017 ".repeat(10))).toBe(true);
    expect(looksGarbled("\ufffd\ufffd\ufffd \ufffd\ufffd")).toBe(true);
    expect(looksGarbled("\ufffd\ufffd\ufffd a\ufffd ".repeat(10))).toBe(true);
    expect(looksGarbled("\u0003\u0005\u0011\u0012 \u0001\u0002 ".repeat(10))).toBe(true);
    expect(looksGarbled("(cid:12)(cid:7) (cid:44)(cid:3)".repeat(5))).toBe(true);
  });

  test("is one whose letters are shifted", () => {
    expect(looksGarbled(shifted(LANGUAGES["English"]!))).toBe(true);
    expect(looksGarbled(shifted(LANGUAGES["Finnish"]!))).toBe(true);
  });

  test("is one in which every letter stands for some other sign", () => {
    const signs = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&*+<=>?@[]^{}~"];
    const text = LANGUAGES["English"]!.repeat(3);
    const alphabet = [...new Set(text.replace(/\s/g, ""))];
    let found = 0;
    fc.assert(
      fc.property(fc.shuffledSubarray(signs, { minLength: alphabet.length }), (chosen) => {
        const map = new Map(alphabet.map((letter, index) => [letter, chosen[index]!]));
        if (looksGarbled([...text].map((c) => map.get(c) ?? c).join(""))) found++;
      }),
      { numRuns: 200, seed: 7 },
    );
    // A few arrangements happen to give words.
    expect(found).toBeGreaterThan(180);
  });

  test("is not told by a few characters", () => {
    expect(looksGarbled("")).toBe(false);
    expect(looksGarbled("\ue012\ue033")).toBe(false);
    expect(looksGarbled("\uf0b7 Yes \uf0b7 No")).toBe(false);
    expect(looksGarbled("7KH PDWUL[")).toBe(false);
  });
});
